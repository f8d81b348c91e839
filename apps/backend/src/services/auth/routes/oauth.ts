import { type ApiClient, createRevocation, isRevoked } from "@horizon/db/auth";
import { appendAudit } from "@horizon/db/backend";
import { z } from "zod";
import { publicIdOf } from "../../../platform/ids.ts";
import { publicRoute } from "../auth-route.ts";
import {
  authenticateClient,
  type ClientRequest,
  OAuthError,
  type OAuthErrorCode,
} from "../authenticate-client.ts";
import { clientAccessClaims } from "../domain/access-claims.ts";
import { readForm } from "../domain/read-form.ts";
import { tokensEndBy } from "../end-sessions.ts";
import { readOwnToken } from "../read-own-token.ts";

const tags = ["oauth"] as const;
const rawBody = { contentTypes: ["application/x-www-form-urlencoded"], maxBytes: 16_384 } as const;
const authentication =
  "The client authenticates with client_secret_basic, client_secret_post or private_key_jwt. Errors are those of RFC 6749 §5.2.";

const oauthError = z.strictObject({
  error: z.enum([
    "invalid_request",
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
  ]),
  error_description: z.string(),
});

interface OAuthRequest {
  readonly body: Buffer;
  readonly clientAddress: string;
  readonly header: (name: string) => string | undefined;
}

function toClientRequest({ body, clientAddress, header }: OAuthRequest): ClientRequest {
  const form = readForm(body);
  if (form === null)
    throw new OAuthError("invalid_request", "A parameter is there twice, or the form cannot be read.");
  return { form, clientAddress, authorization: header("authorization") };
}

function refuse(error: unknown) {
  if (!(error instanceof OAuthError)) throw error;
  const code: OAuthErrorCode = error.code;
  const body = { error: code, error_description: error.message };
  if (code !== "invalid_client") return { status: 400, body } as const;
  return { status: 401, body, headers: { "www-authenticate": 'Basic realm="horizon"' } } as const;
}

const tokenRoute = publicRoute({
  method: "post",
  path: "/v1/oauth/token",
  operationId: "createClientToken",
  summary: "Gives an API client an access token",
  description: `grant_type=client_credentials; \`scope\` may ask for less than the client is allowed. The token is good for ten minutes. ${authentication}`,
  tags,
  rawBody,
  transaction: "none",
  responses: {
    200: z.strictObject({
      access_token: z.string(),
      token_type: z.literal("Bearer"),
      expires_in: z.int(),
      scope: z.string(),
    }),
    400: oauthError,
    401: oauthError,
  },
  handler: async (context, request) => {
    try {
      const clientRequest = toClientRequest(request);
      const client = await authenticateClient(context, clientRequest);
      if (clientRequest.form.get("grant_type") !== "client_credentials") {
        throw new OAuthError("unsupported_grant_type", "Use client_credentials.");
      }
      const scope = chooseScope(client, clientRequest.form.get("scope"));
      const clientId = publicIdOf("cli", client.id);
      const claims = clientAccessClaims(clientId, { now: context.now(), scope });
      const accessToken = await context.signer.sign({ ...claims });
      await appendAudit(request.db, "auth", {
        actor: clientId,
        actorRole: "client",
        action: "client.token",
        objectType: "api_client",
        objectId: client.id,
        details: { scope },
        clientAddress: request.clientAddress,
        requestId: request.requestId,
      });
      const body = {
        access_token: accessToken,
        token_type: "Bearer",
        expires_in: claims.exp - claims.iat,
        scope,
      } as const;
      return { status: 200, body };
    } catch (error) {
      return refuse(error);
    }
  },
});

function chooseScope({ scopes }: ApiClient, asked: string | undefined): string {
  const wanted = asked?.split(" ").filter((scope) => scope !== "") ?? scopes;
  if (wanted.length === 0 || wanted.some((scope) => !scopes.includes(scope))) {
    throw new OAuthError("invalid_scope", "The client may not have this scope.");
  }
  return [...new Set(wanted)].join(" ");
}

const revokeRoute = publicRoute({
  method: "post",
  path: "/v1/oauth/revoke",
  operationId: "revokeClientToken",
  summary: "Ends an access token of the client's own (RFC 7009)",
  description: `Answers 200 for any token. ${authentication}`,
  tags,
  rawBody,
  transaction: "none",
  responses: { 200: z.strictObject({}), 400: oauthError, 401: oauthError },
  handler: async (context, request) => {
    try {
      const clientRequest = toClientRequest(request);
      const client = await authenticateClient(context, clientRequest);
      const token = clientRequest.form.get("token");
      if (token === undefined) throw new OAuthError("invalid_request", "The token is missing.");
      const claims = await readOwnToken(context, client, token);
      if (claims !== null) {
        const at = context.now();
        const revocation = {
          kind: "jti",
          value: claims.jti,
          revokedAt: at,
          expiresAt: tokensEndBy(at),
        } as const;
        await createRevocation(request.db, revocation);
      }
      return { status: 200, body: {} };
    } catch (error) {
      return refuse(error);
    }
  },
});

const introspectRoute = publicRoute({
  method: "post",
  path: "/v1/oauth/introspect",
  operationId: "introspectClientToken",
  summary: "Says whether an access token of the client's own is good (RFC 7662)",
  description: authentication,
  tags,
  rawBody,
  transaction: "none",
  responses: {
    200: z.strictObject({
      active: z.boolean(),
      client_id: z.string().optional(),
      scope: z.string().optional(),
      exp: z.int().optional(),
      iat: z.int().optional(),
      token_type: z.literal("Bearer").optional(),
    }),
    400: oauthError,
    401: oauthError,
  },
  handler: async (context, request) => {
    try {
      const clientRequest = toClientRequest(request);
      const client = await authenticateClient(context, clientRequest);
      const token = clientRequest.form.get("token");
      if (token === undefined) throw new OAuthError("invalid_request", "The token is missing.");
      const claims = await readOwnToken(context, client, token);
      if (claims === null || (await isRevoked(request.db, [claims.jti, claims.client_id]))) {
        return { status: 200, body: { active: false } };
      }
      const { client_id, scope, exp, iat } = claims;
      return {
        status: 200,
        body: { active: true, client_id, scope, exp, iat, token_type: "Bearer" as const },
      };
    } catch (error) {
      return refuse(error);
    }
  },
});

export const oauthRoutes = [tokenRoute, revokeRoute, introspectRoute];
