import { timingSafeEqual } from "node:crypto";
import { type ApiClient, findApiClient, useClientAssertion } from "@horizon/db/auth";
import { createLocalJWKSet, decodeJwt, type JWTPayload, jwtVerify } from "jose";
import { idIn, publicIdOf } from "../../platform/ids.ts";
import type { AuthContext } from "./context.ts";
import { isAddressAllowed } from "./domain/address-allowlist.ts";
import { hashSecretToken } from "./domain/secret-token.ts";
import { takeAttempt } from "./take-attempt.ts";

/** What RFC 6749 §5.2 lets a client be told. */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "invalid_scope";

export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: OAuthErrorCode;

  constructor(code: OAuthErrorCode, description: string) {
    super(description);
    this.code = code;
  }
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const assertionAgeSecondsMax = 300;
const clientIdIn = idIn("cli");

export interface ClientRequest {
  readonly form: ReadonlyMap<string, string>;
  readonly authorization: string | undefined;
  readonly clientAddress: string;
}

/**
 * The client that sends a request, by client_secret_basic, client_secret_post or private_key_jwt.
 *
 * @throws OAuthError invalid_client, the same whatever was wrong; ProblemError rate.limited
 */
export async function authenticateClient(context: AuthContext, request: ClientRequest): Promise<ApiClient> {
  const shown = readCredentials(request);
  const { clientAddress } = request;
  const attempt = await takeAttempt(context, [
    { kind: "pair", value: `${clientAddress}\n${shown.clientId}` },
    { kind: "address", value: clientAddress },
  ]);
  const id = clientIdIn.safeParse(shown.clientId);
  const client = id.success ? await findApiClient(context.db, id.data) : null;
  const isProven = client !== null && (await isRightCredential(context, client, shown));
  const isAllowed = client?.revokedAt === null && isAddressAllowed(clientAddress, client.allowedAddresses);
  if (client === null || !isProven || !isAllowed) {
    throw new OAuthError("invalid_client", "The client is not known, or may not come from here.");
  }
  await attempt.succeed();
  return client;
}

interface Credentials {
  readonly clientId: string;
  readonly secret?: string;
  readonly assertion?: string;
}

function readCredentials({ form, authorization }: ClientRequest): Credentials {
  const basic = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? "")?.[1];
  const assertion = form.get("client_assertion");
  const secret = form.get("client_secret");
  if ([basic, assertion, secret].filter((given) => given !== undefined).length !== 1) {
    throw new OAuthError("invalid_client", "Authenticate in exactly one way.");
  }
  if (basic !== undefined) {
    const [id = "", ...rest] = Buffer.from(basic, "base64").toString("utf8").split(":");
    return { clientId: decodeForm(id), secret: decodeForm(rest.join(":")) };
  }
  if (assertion !== undefined) {
    if (form.get("client_assertion_type") !== assertionType) {
      throw new OAuthError("invalid_client", "The type of the assertion is not known.");
    }
    return { clientId: form.get("client_id") ?? subjectOf(assertion), assertion };
  }
  return { clientId: form.get("client_id") ?? "", secret: secret ?? "" };
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "";
  }
}

function subjectOf(assertion: string): string {
  try {
    return decodeJwt(assertion).sub ?? "";
  } catch {
    return "";
  }
}

async function isRightCredential(
  context: AuthContext,
  client: ApiClient,
  shown: Credentials,
): Promise<boolean> {
  if (shown.secret !== undefined) {
    const given = Buffer.from(hashSecretToken(shown.secret));
    return client.secretHash !== null && timingSafeEqual(given, Buffer.from(client.secretHash));
  }
  if (client.jwks === null || shown.assertion === undefined) return false;
  const payload = await verifyAssertion(context, client, shown.assertion);
  if (payload?.jti === undefined || payload.exp === undefined) return false;
  const expiresAt = new Date((payload.exp + 60) * 1_000);
  return useClientAssertion(context.db, { clientId: client.id, jti: payload.jti.slice(0, 200), expiresAt });
}

async function verifyAssertion(
  { env, now }: AuthContext,
  client: ApiClient,
  assertion: string,
): Promise<JWTPayload | null> {
  const clientId = publicIdOf("cli", client.id);
  try {
    const keys = createLocalJWKSet({ keys: (client.jwks?.keys ?? []).map((key) => ({ kty: "EC", ...key })) });
    const { payload } = await jwtVerify(assertion, keys, {
      algorithms: ["ES256"],
      issuer: clientId,
      subject: clientId,
      audience: [env.TOKEN_ISSUER, `${env.PUBLIC_URL}/v1/oauth/token`],
      requiredClaims: ["exp", "iat", "jti"],
      maxTokenAge: assertionAgeSecondsMax,
      clockTolerance: 30,
      currentDate: now(),
    });
    const tooLong = (payload.exp ?? 0) - (payload.iat ?? 0) > assertionAgeSecondsMax;
    return tooLong ? null : payload;
  } catch {
    return null;
  }
}
