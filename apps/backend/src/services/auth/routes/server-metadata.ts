import { apiScopes } from "@horizon/contracts/backend";
import { z } from "zod";
import { publicRoute } from "../auth-route.ts";

const tags = ["oauth"] as const;

const metadataRoute = publicRoute({
  method: "get",
  path: "/.well-known/oauth-authorization-server",
  operationId: "getAuthorizationServer",
  summary: "Describes the authorization server (RFC 8414)",
  tags,
  responses: { 200: z.record(z.string(), z.unknown()) },
  handler: async ({ env: { TOKEN_ISSUER, PUBLIC_URL } }) => ({
    status: 200,
    headers: { "cache-control": "public, max-age=300" },
    body: {
      issuer: TOKEN_ISSUER,
      jwks_uri: `${PUBLIC_URL}/.well-known/jwks.json`,
      token_endpoint: `${PUBLIC_URL}/v1/oauth/token`,
      revocation_endpoint: `${PUBLIC_URL}/v1/oauth/revoke`,
      introspection_endpoint: `${PUBLIC_URL}/v1/oauth/introspect`,
      grant_types_supported: ["client_credentials"],
      response_types_supported: [],
      scopes_supported: [...apiScopes],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
      token_endpoint_auth_signing_alg_values_supported: ["ES256"],
    },
  }),
});

const jwksRoute = publicRoute({
  method: "get",
  path: "/.well-known/jwks.json",
  operationId: "getJwks",
  summary: "The public keys of access tokens",
  description:
    "A new key is published a day before it signs. Cache for five minutes; ask again for an unknown `kid`, once a minute at most.",
  tags,
  responses: { 200: z.strictObject({ keys: z.array(z.record(z.string(), z.string())) }) },
  handler: async ({ signer }) => ({
    status: 200,
    headers: { "cache-control": "public, max-age=300, stale-while-revalidate=600" },
    body: { keys: await signer.listPublicKeys() },
  }),
});

export const serverMetadataRoutes = [metadataRoute, jwksRoute];
