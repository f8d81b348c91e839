import { apiScopes } from "@horizon/contracts/backend";
import { inTransaction } from "@horizon/db";
import {
  type ApiClient,
  createApiClient,
  createRevocation,
  findApiClient,
  listApiClients,
  revokeApiClient,
} from "@horizon/db/auth";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { userRoute } from "../auth-route.ts";
import { isAddressRange } from "../domain/address-allowlist.ts";
import { createSecretToken, hashSecretToken } from "../domain/secret-token.ts";
import { tokensEndBy } from "../end-sessions.ts";
import { keepAnswer, recallAnswer } from "../kept-answers.ts";

const tags = ["api-clients"] as const;

const clientView = z.strictObject({
  client_id: idOut("cli"),
  name: z.string(),
  authentication: z.enum(["client_secret", "private_key_jwt"]),
  scopes: z.array(z.string()),
  allowed_addresses: z.array(z.string()),
  created_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable(),
});

function toView(client: ApiClient): z.input<typeof clientView> {
  return {
    client_id: publicIdOf("cli", client.id),
    name: client.name,
    authentication: client.jwks === null ? "client_secret" : "private_key_jwt",
    scopes: client.scopes,
    allowed_addresses: client.allowedAddresses,
    created_at: client.createdAt.toISOString(),
    revoked_at: client.revokedAt?.toISOString() ?? null,
  };
}

/** Public keys alone: a private member would be a secret in the wrong hands. */
const publicKey = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string().max(100),
  y: z.string().max(100),
  kid: z.string().min(1).max(100),
  use: z.literal("sig").optional(),
  alg: z.literal("ES256").optional(),
});

const createBody = z.strictObject({
  name: z.string().trim().min(1).max(120),
  scopes: z.array(z.enum(apiScopes)).min(1).max(apiScopes.length),
  allowed_addresses: z
    .array(z.string().refine(isAddressRange, { error: "must be an address or a range like 192.0.2.0/24" }))
    .max(50)
    .default([])
    .describe("Where the client may come from; anywhere when empty"),
  jwks: z.strictObject({ keys: z.array(publicKey).min(1).max(5) }).optional(),
});

const createRoute = userRoute({
  method: "post",
  path: "/v1/api-clients",
  operationId: "createApiClient",
  summary: "Makes an API client for a partner",
  description:
    "With `jwks` it signs its own assertions (private_key_jwt) and there is no secret. Otherwise `client_secret` is in the first answer and nowhere else: a repetition with the same Idempotency-Key answers null in its place.",
  tags,
  access: { roles: ["admin"], stepUp: true },
  idempotency: "kept-by-route",
  transaction: "none",
  body: createBody,
  responses: { 201: clientView.extend({ client_secret: z.string().nullable() }) },
  handler: async (context, { db, body, principal, requestId, clientAddress, idempotencyKey }) => {
    const { userId } = principal;
    const wish = {
      principal: `user:${userId}`,
      operation: "createApiClient",
      key: idempotencyKey,
      request: [body],
    };
    const secret = body.jwks === undefined ? createSecretToken() : null;
    const answer = await inTransaction(db, async (tx) => {
      const kept = await recallAnswer(context, tx, wish);
      if (kept !== null) return { ...clientView.parse(kept.kept), client_secret: null };
      const client = await createApiClient(tx, {
        name: body.name,
        scopes: [...new Set(body.scopes)],
        allowedAddresses: body.allowed_addresses,
        secretHash: secret === null ? null : hashSecretToken(secret),
        jwks: body.jwks ?? null,
        createdBy: userId,
        createdAt: context.now(),
      });
      const { id } = client;
      const event = { aggregateType: "api_client", aggregateId: id, requestId } as const;
      await appendEvent(tx, "auth", { ...event, type: "client.created.v1", data: { client_id: id } });
      await keepAnswer(context, tx, wish, { status: 201, storable: toView(client) });
      await appendAudit(tx, "auth", {
        ...actorOf({ principal, clientAddress, requestId }),
        action: "api_client.create",
        objectType: "api_client",
        objectId: id,
        details: { scopes: client.scopes },
      });
      return { ...toView(client), client_secret: secret };
    });
    return { status: 201, body: answer, location: `/v1/api-clients/${answer.client_id}` };
  },
});

const listRoute = userRoute({
  method: "get",
  path: "/v1/api-clients",
  operationId: "listApiClients",
  summary: "Lists the API clients",
  tags,
  access: { roles: ["admin", "auditor"] },
  query: z.strictObject(pageQuery),
  responses: { 200: pageOf(clientView) },
  handler: async ({ cursors }, { db, query: { limit, cursor } }) => {
    const rows = await listApiClients(db, { limit, before: cursors.read(cursor, "api-clients") });
    return { status: 200, body: cursors.page(rows, { limit, list: "api-clients", view: toView }) };
  },
});

const revokeRoute = userRoute({
  method: "delete",
  path: "/v1/api-clients/:clientId",
  operationId: "revokeApiClient",
  summary: "Ends an API client, with the tokens that it holds",
  tags,
  access: { roles: ["admin"], stepUp: true },
  idempotency: "required",
  params: z.strictObject({ clientId: idIn("cli") }),
  responses: { 204: null },
  handler: async (context, { db, params: { clientId }, principal, requestId, clientAddress }) => {
    const at = context.now();
    if ((await findApiClient(db, clientId)) === null) throw commonProblems.problem("resource.not_found");
    if (!(await revokeApiClient(db, clientId, at))) return { status: 204 };
    const value = publicIdOf("cli", clientId);
    await createRevocation(db, { kind: "client", value, revokedAt: at, expiresAt: tokensEndBy(at) });
    await appendEvent(db, "auth", {
      type: "client.revoked.v1",
      aggregateType: "api_client",
      aggregateId: clientId,
      data: { client_id: clientId },
      requestId,
    });
    await appendAudit(db, "auth", {
      ...actorOf({ principal, clientAddress, requestId }),
      action: "api_client.revoke",
      objectType: "api_client",
      objectId: clientId,
    });
    return { status: 204 };
  },
});

export const apiClientRoutes = [createRoute, listRoute, revokeRoute];
