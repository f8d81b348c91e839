import { randomUUID } from "node:crypto";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiCall } from "../../testing/api-client.ts";
import { startTestAuth, type TestAuth, type Tokens } from "../../testing/start-test-auth.ts";

let auth: TestAuth;
let admin: Tokens & { userId: string };
beforeAll(async () => {
  auth = await startTestAuth({ PORTAL_URL: "https://portal.example" });
  admin = await auth.staff("admin");
});
afterAll(() => auth.close());

describe("API clients", () => {
  const form = (fields: Record<string, string>, headers: Record<string, string> = {}): ApiCall => ({
    bytes: new URLSearchParams(fields).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
  const create = (body: object, idempotencyKey = randomUUID()) =>
    auth.api("POST", "/v1/api-clients", { token: admin.token, body, idempotencyKey });
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
  });
  const grant = { grant_type: "client_credentials" };

  test("a client is made, gets tokens of its scopes, and is ended with them", async () => {
    const made = await create({ name: "Partner", scopes: ["disputes:read", "billing:read"] });
    expect(made.status).toBe(201);
    const { client_id: id, client_secret: secret } = made.body;
    const answer = await auth.api("POST", "/v1/oauth/token", form(grant, basic(id, secret)));
    expect(answer.body).toMatchObject({
      token_type: "Bearer",
      expires_in: 600,
      scope: "disputes:read billing:read",
    });
    expect(decodeJwt(answer.body.access_token)).toMatchObject({ sub: id, client_id: id, aud: "horizon-api" });
    const post = { client_id: id, client_secret: secret };
    const less = await auth.api(
      "POST",
      "/v1/oauth/token",
      form({ ...grant, ...post, scope: "disputes:read" }),
    );
    expect(less.body.scope).toBe("disputes:read");
    const more = await auth.api(
      "POST",
      "/v1/oauth/token",
      form({ ...grant, ...post, scope: "webhooks:manage" }),
    );
    expect([more.status, more.body.error]).toEqual([400, "invalid_scope"]);

    const introspect = async (token: string) =>
      (await auth.api("POST", "/v1/oauth/introspect", form({ token, ...post }))).body;
    expect(await introspect(answer.body.access_token)).toMatchObject({ active: true, client_id: id });
    expect(await introspect(admin.token)).toEqual({ active: false });
    expect(
      (await auth.api("POST", "/v1/oauth/revoke", form({ token: less.body.access_token, ...post }))).status,
    ).toBe(200);
    expect((await auth.api("POST", "/v1/oauth/revoke", form({ token: "nonsense", ...post }))).status).toBe(
      200,
    );
    expect(await introspect(less.body.access_token)).toEqual({ active: false });

    expect((await auth.api("DELETE", `/v1/api-clients/${id}`, { token: admin.token })).status).toBe(204);
    const ended = await auth.api("POST", "/v1/oauth/token", form(grant, basic(id, secret)));
    expect([ended.status, ended.body.error]).toEqual([401, "invalid_client"]);
    const revoked = await auth.internal("api-gateway", "/internal/revocations");
    expect(revoked.body.revocations).toContainEqual(expect.objectContaining({ kind: "client", value: id }));
    const listed = await auth.api("GET", "/v1/api-clients", { token: admin.token });
    expect(JSON.stringify(listed.body)).not.toContain(secret);
  });

  test("ASVS 11.5.1 the secret is shown once and kept nowhere, not even for a repetition", async () => {
    const key = randomUUID();
    const body = { name: "Once", scopes: ["disputes:read"] };
    const [first, again] = [await create(body, key), await create(body, key)];
    expect(first.body.client_secret).toMatch(/^[\w-]{43}$/);
    expect(again.body).toEqual({ ...first.body, client_secret: null });
    expect((await create({ ...body, name: "Other" }, key)).body.code).toBe("idempotency.mismatch");
    const [dump] = await auth.sql(
      `SELECT (SELECT string_agg(t::text, ' ') FROM auth.api_client t) || (SELECT string_agg(t::text, ' ') FROM auth.idempotency_key t) AS text`,
    );
    expect(dump?.text).not.toContain(first.body.client_secret);
    expect(
      (await auth.api("POST", "/v1/api-clients", { token: admin.token, body, idempotencyKey: null })).status,
    ).toBe(400);
  });

  test("a client signs in with its own key, and an assertion is good once", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    const key = { ...(await exportJWK(publicKey)), kid: "k1" };
    const made = await create({ name: "Signer", scopes: ["billing:read"], jwks: { keys: [key] } });
    const { client_id: id } = made.body;
    expect([made.body.authentication, made.body.client_secret]).toEqual(["private_key_jwt", null]);
    const assertion = (claims: Record<string, unknown> = {}) =>
      new SignJWT({ iss: id, sub: id, aud: "https://auth.horizon.example", jti: randomUUID(), ...claims })
        .setProtectedHeader({ alg: "ES256", kid: "k1" })
        .setIssuedAt(Math.floor(auth.time.now().getTime() / 1_000))
        .setExpirationTime(Math.floor(auth.time.now().getTime() / 1_000) + 60)
        .sign(privateKey);
    const send = (client_assertion: string) =>
      auth.api(
        "POST",
        "/v1/oauth/token",
        form({
          ...grant,
          client_assertion,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        }),
      );
    const good = await assertion();
    expect([(await send(good)).status, (await send(good)).body.error]).toEqual([200, "invalid_client"]);
    for (const claims of [
      { aud: "https://elsewhere.example" },
      { sub: `cli_${"0".repeat(32)}` },
      { iss: "me" },
    ]) {
      expect((await send(await assertion(claims))).body.error).toBe("invalid_client");
    }
    const secret = Buffer.from(JSON.stringify(await exportJWK(privateKey)));
    const leak = { ...JSON.parse(secret.toString()), kid: "k2" };
    expect((await create({ name: "Leak", scopes: ["billing:read"], jwks: { keys: [leak] } })).status).toBe(
      422,
    );
  });

  test("ASVS 10.4.4 no other grant, no double parameter, no wrong secret, no other address", async () => {
    const made = await create({
      name: "Bound",
      scopes: ["billing:read"],
      allowed_addresses: ["192.0.2.0/24"],
    });
    const post = { client_id: made.body.client_id, client_secret: made.body.client_secret };
    const there = { "x-forwarded-for": "192.0.2.9" };
    const token = (fields: Record<string, string>, headers = there) =>
      auth.api("POST", "/v1/oauth/token", form(fields, headers));
    expect((await token({ ...grant, ...post })).status).toBe(200);
    expect((await token({ ...grant, ...post }, { "x-forwarded-for": "203.0.113.9" })).body.error).toBe(
      "invalid_client",
    );
    expect((await token({ ...grant, ...post, client_secret: "wrong" })).body.error).toBe("invalid_client");
    expect((await token({ ...grant, ...post, client_id: "cli_unknown" })).body.error).toBe("invalid_client");
    for (const grant_type of ["password", "authorization_code", "implicit", "refresh_token"]) {
      expect((await token({ ...post, grant_type })).body.error).toBe("unsupported_grant_type");
    }
    const doubled = `grant_type=client_credentials&grant_type=x&client_id=${post.client_id}&client_secret=${post.client_secret}`;
    const answer = await auth.api("POST", "/v1/oauth/token", { ...form({}, there), bytes: doubled });
    expect([answer.status, answer.body.error]).toEqual([400, "invalid_request"]);
    const json = await auth.api("POST", "/v1/oauth/token", { body: { ...grant, ...post } });
    expect(json.status).toBe(415);
  });

  test("ranges that are none and scopes that do not exist are refused", async () => {
    expect(
      (await create({ name: "x", scopes: ["disputes:read"], allowed_addresses: ["10.0.0.0/33"] })).status,
    ).toBe(422);
    expect((await create({ name: "x", scopes: ["mfa:enrol"] })).status).toBe(422);
    expect((await create({ name: "x", scopes: [] })).status).toBe(422);
  });
});
