import { createHash, randomUUID } from "node:crypto";
import httpProxy from "@fastify/http-proxy";
import rateLimit from "@fastify/rate-limit";
import fastify from "fastify";
import { createRemoteJWKSet, jwtVerify } from "jose";

/**
 * A gateway as one would put it together from npm, with the checks of ours: ES256 tokens, remembered once they were found
 * good, a rate limit in memory, a request id and a line of log for each request. Ours also has metrics, trace ids, a breaker and a
 * bulkhead for each service, and asks for revocations: the peer is spared these.
 */
const { PORT, UPSTREAM_URL = "", JWKS_URL = "", TOKEN_ISSUER = "" } = process.env;
const keys = createRemoteJWKSet(new URL(JWKS_URL));
const known = new Map<string, { sub: string; expiresAtMs: number }>();

async function verify(token: string): Promise<string> {
  const digest = createHash("sha256").update(token).digest("base64");
  const hit = known.get(digest);
  if (hit && hit.expiresAtMs > Date.now()) return hit.sub;
  const { payload } = await jwtVerify(token, keys, { algorithms: ["ES256"], issuer: TOKEN_ISSUER });
  known.set(digest, { sub: payload.sub ?? "", expiresAtMs: (payload.exp ?? 0) * 1000 });
  return payload.sub ?? "";
}

const app = fastify({
  logger: true,
  disableRequestLogging: true,
  genReqId: () => randomUUID(),
  keepAliveTimeout: 65_000,
});
const subjects = new WeakMap<object, string>();
app.addHook("onRequest", async (request, reply) => {
  const token = request.headers.authorization?.slice("Bearer ".length) ?? "";
  const sub = await verify(token).catch(() => null);
  if (sub === null) return reply.code(401).send({ code: "auth.required" });
  subjects.set(request, sub);
  reply.header("x-request-id", request.id);
});
app.addHook("onResponse", async (request, reply) => {
  request.log.info({ url: request.url, status: reply.statusCode, ms: reply.elapsedTime }, "answered");
});
await app.register(rateLimit, {
  max: 1_000_000,
  timeWindow: 60_000,
  keyGenerator: (request) => subjects.get(request) ?? request.ip,
});
await app.register(httpProxy, {
  upstream: UPSTREAM_URL,
  undici: { connections: 128, pipelining: 1, keepAliveTimeout: 30_000 },
  replyOptions: {
    rewriteRequestHeaders: (request, headers) => ({ ...headers, "x-request-id": request.id }),
  },
});
await app.listen({ port: Number(PORT), host: "127.0.0.1" });
