import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tokenAudience, type UserRole } from "@horizon/contracts/backend";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const testIssuer = "https://auth.horizon.example";

export interface TokenOptions {
  readonly userId?: string;
  readonly sessionId?: string;
  readonly customerId?: string;
  readonly scope?: string;
  /** Whether the second factor was shown just now; it was when left out. */
  readonly steppedUp?: boolean;
  /** Claims that replace those of a good token. */
  readonly claims?: JWTPayload;
}

export interface TestTokens {
  /** Where the public key is, as auth-service would publish it. */
  readonly jwksUrl: string;
  customer(customerId: string, options?: TokenOptions): Promise<string>;
  staff(role: Exclude<UserRole, "customer">, options?: TokenOptions): Promise<string>;
  client(scope: string): Promise<string>;
  close(): Promise<void>;
}

/** Issues access tokens with a key of its own and serves the key over HTTP. */
export async function startTestTokens(): Promise<TestTokens> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: randomUUID(), alg: "ES256", use: "sig" };
  const server = createServer((_req, res) => {
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const sign = (claims: JWTPayload) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: jwk.kid })
      .setIssuer(testIssuer)
      .setAudience(tokenAudience)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(claims.exp ?? "10m")
      .sign(privateKey);
  const user = (role: UserRole, options: TokenOptions) => {
    const seconds = Math.floor(Date.now() / 1_000);
    const steppedUp = options.steppedUp ?? true;
    return sign({
      sub: options.userId ?? randomUUID(),
      sid: options.sessionId ?? randomUUID(),
      role,
      customer_id: options.customerId ?? null,
      scope: options.scope ?? "",
      amr: steppedUp ? ["pwd", "otp"] : ["pwd"],
      acr: steppedUp || role !== "customer" ? "2" : "1",
      auth_time: seconds,
      ...(steppedUp ? { step_up_at: seconds } : {}),
      ...options.claims,
    });
  };
  return {
    jwksUrl: `http://127.0.0.1:${port}/jwks.json`,
    customer: (customerId, options = {}) => user("customer", { ...options, customerId }),
    staff: (role, options = {}) => user(role, options),
    client: (scope) => {
      const id = randomUUID();
      return sign({ sub: id, client_id: id, scope });
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
