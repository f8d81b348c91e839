import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTokenVerifier, type VerifyToken } from "./access-token.ts";

const issuer = "https://auth.horizon.example";
const kid = randomUUID();
let ours: { privateKey: CryptoKey; publicKey: CryptoKey };
let theirs: { privateKey: CryptoKey; publicKey: CryptoKey };
let jwksServer: Server;
let published: object[] = [];
let status = 200;
let asked = 0;
let attackerAsked = 0;
let verify: VerifyToken;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([
    generateKeyPair("ES256", { extractable: true }),
    generateKeyPair("ES256"),
  ]);
  jwksServer = createServer((req, res) => {
    if (req.url === "/attacker.json") attackerAsked += 1;
    else asked += 1;
    res.statusCode = status;
    res.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => jwksServer.listen(0, "127.0.0.1", resolve));
});
afterAll(() => jwksServer.close());
beforeEach(async () => {
  [status, asked] = [200, 0];
  published = [{ ...(await exportJWK(ours.publicKey)), kid, alg: "ES256", use: "sig" }];
  verify = createTokenVerifier({ jwks: `${urlOf()}/jwks.json`, issuer });
});
const urlOf = () => `http://127.0.0.1:${(jwksServer.address() as AddressInfo).port}`;

const now = () => Math.floor(Date.now() / 1_000);
const claims = (): JWTPayload => ({
  iss: issuer,
  aud: "horizon-api",
  sub: randomUUID(),
  sid: randomUUID(),
  jti: randomUUID(),
  role: "agent",
  customer_id: null,
  scope: "",
  amr: ["pwd", "otp"],
  acr: "2",
  auth_time: now(),
  step_up_at: now(),
  iat: now(),
  exp: now() + 600,
});
const good: JWTHeaderParameters = { alg: "ES256", typ: "at+jwt", kid };
const sign = (
  payload: JWTPayload,
  header: JWTHeaderParameters = good,
  key: CryptoKey | Uint8Array = ours.privateKey,
) => new SignJWT(payload).setProtectedHeader(header).sign(key);
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(claims()).filter(([name]) => !names.includes(name)));
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a token of ours tells who calls", async () => {
  const payload = claims();
  expect(await verify(await sign(payload))).toMatchObject({
    kind: "user",
    userId: payload.sub,
    sessionId: payload.sid,
    role: "agent",
    hasSecondFactor: true,
  });
});

test.each<[string, () => string | Promise<string>]>([
  ["API2 alg none", () => `${encode({ ...good, alg: "none" })}.${encode(claims())}.`],
  ["API2 alg None in another case", () => `${encode({ ...good, alg: "nOnE" })}.${encode(claims())}.`],
  [
    "API2 HS256 with the public key as the secret",
    async () => sign(claims(), { ...good, alg: "HS256" }, Buffer.from(await exportSPKI(ours.publicKey))),
  ],
  ["API2 another's key under our kid", () => sign(claims(), good, theirs.privateKey)],
  ["API2 a kid that is not published", () => sign(claims(), { ...good, kid: "other" }, theirs.privateKey)],
  [
    "API2 a key that the header carries",
    async () => sign(claims(), { ...good, jwk: await exportJWK(theirs.publicKey) }, theirs.privateKey),
  ],
  [
    "API2 a key set that the header names",
    () => sign(claims(), { ...good, kid: "x", jku: `${urlOf()}/attacker.json` }, theirs.privateKey),
  ],
  [
    "API2 a certificate that the header names",
    () => sign(claims(), { ...good, x5u: `${urlOf()}/attacker.json` }, theirs.privateKey),
  ],
  ["ASVS 9.2.2 another type of token", () => sign(claims(), { ...good, typ: "JWT" })],
  ["ASVS 9.2.2 no type", () => sign(claims(), { alg: "ES256", kid })],
  ["ASVS 9.2.3 another audience", () => sign({ ...claims(), aud: "other-api" })],
  ["ASVS 9.2.3 no audience", () => sign(without("aud"))],
  ["ASVS 9.2.4 another issuer", () => sign({ ...claims(), iss: "https://evil.example" })],
  ["ASVS 9.2.1 expired", () => sign({ ...claims(), exp: now() - 31 })],
  ["ASVS 9.2.1 not valid yet", () => sign({ ...claims(), nbf: now() + 90 })],
  ["no end", () => sign(without("exp"))],
  ["no subject", () => sign(without("sub"))],
  ["no id", () => sign(without("jti"))],
  ["no role", () => sign(without("role"))],
  ["no session and no client", () => sign(without("sid"))],
  ["a role that does not exist", () => sign({ ...claims(), role: "root" })],
  ["a subject that is no id", () => sign({ ...claims(), sub: "admin" })],
  [
    "ASVS 9.1.1 a changed payload",
    async () => (await sign(claims())).replace(/\.[^.]+\./, `.${encode({ ...claims(), role: "admin" })}.`),
  ],
  ["a cut signature", async () => (await sign(claims())).slice(0, -4)],
  ["no token at all", () => "a.b.c"],
])("%s: refused", async (_name, forge) => {
  await expect(verify(await forge())).rejects.toMatchObject({ problem: "auth.required", status: 401 });
  expect(attackerAsked).toBe(0);
});

test("a token that ended within the tolerance of clocks passes, and is checked anew each time", async () => {
  const token = await sign({ ...claims(), exp: now() - 1 });
  expect(await verify(token)).toMatchObject({ kind: "user" });
  expect(await verify(token)).toMatchObject({ kind: "user" });
  expect(asked).toBe(1);
});

test("unknown keys do not make it ask again and again", async () => {
  await verify(await sign(claims()));
  for (let index = 0; index < 20; index += 1) {
    const token = await sign(claims(), { ...good, kid: `kid-${index}` }, theirs.privateKey);
    await expect(verify(token)).rejects.toMatchObject({ status: 401 });
  }
  expect(asked).toBe(1);
});

test("while the keys cannot be had it is 503, not 401, and known tokens still pass", async () => {
  const known = await sign(claims());
  await verify(known);
  status = 500;
  expect(await verify(known)).toMatchObject({ kind: "user" });
  const other = createTokenVerifier({ jwks: `${urlOf()}/jwks.json`, issuer });
  await expect(other(known)).rejects.toMatchObject({ status: 503 });
});

test("of a client: scopes, and no session", async () => {
  const { iss, aud, jti, iat, exp } = claims();
  const token = await sign({
    iss,
    aud,
    jti,
    iat,
    exp,
    sub: "cli_1",
    client_id: "cli_1",
    scope: "disputes:read disputes:write",
  });
  expect(await verify(token)).toEqual({
    kind: "client",
    tokenId: jti,
    clientId: "cli_1",
    scopes: new Set(["disputes:read", "disputes:write"]),
  });
});
