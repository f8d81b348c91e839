import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { commonProblems, type ProblemError, problemBody, toProblem } from "../../platform/problems.ts";
import { type RunningService, startService } from "../../platform/run-service.ts";
import { createGatewayContext, type GatewayContext, type GatewayOverrides } from "./context.ts";
import { createOpenApiSource } from "./documents/collect-open-api.ts";
import { renderDocs } from "./documents/render-docs.ts";
import { isPrivateAddress } from "./domain/client-address.ts";
import type { GatewayEnv } from "./env.ts";
import { type Call, readCall } from "./gateway-call.ts";
import { proxyRequest } from "./proxy/proxy-request.ts";

export interface StartedGateway extends RunningService {
  readonly context: GatewayContext;
}

/** The one door of the customers' API. It keeps no data and knows no rule of business. */
export async function startGateway(
  env: GatewayEnv,
  overrides: GatewayOverrides = {},
): Promise<StartedGateway> {
  const context = createGatewayContext(env, overrides);
  const health = { draining: false };
  const running = await startService({
    env,
    logger: context.logger,
    app: createGatewayListener(context, health),
    health,
    close: () => context.close(),
  });
  return { ...running, context };
}

type OwnRoute = (res: ServerResponse, call: Call, req: IncomingMessage) => void | Promise<void>;

function createGatewayListener(context: GatewayContext, health: { draining: boolean }): RequestListener {
  const own = ownRoutes(context, health);
  return (req, res) => {
    const startedAt = performance.now();
    const call = readCall(req, context.env.CORS_ORIGINS);
    res.once("finish", () => logAnswer(context, call, req, res, performance.now() - startedAt));
    handle(context, own, call, req, res).catch((error: unknown) => refuse(context, call, res, error));
  };
}

async function handle(
  context: GatewayContext,
  own: Readonly<Record<string, OwnRoute>>,
  call: Call,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (req.method === "OPTIONS") return answerPreflight(call, res);
  const route = Object.hasOwn(own, call.path) ? own[call.path] : undefined;
  if (route === undefined) return proxyRequest(context, call, req, res);
  if (req.method !== "GET" && req.method !== "HEAD") {
    throw commonProblems.problem("request.method_not_allowed", { headers: { allow: "GET, HEAD" } });
  }
  return route(res, call, req);
}

function ownRoutes(context: GatewayContext, health: { draining: boolean }): Record<string, OwnRoute> {
  const document = createOpenApiSource(context);
  const live: OwnRoute = (res, call) => sendJson(res, call, 200, { status: "live", service: "api-gateway" });
  const ready: OwnRoute = (res, call) => {
    const obstacles = health.draining ? ["draining"] : [];
    sendJson(res, call, health.draining ? 503 : 200, {
      status: health.draining ? "not ready" : "ready",
      service: "api-gateway",
      obstacles,
    });
  };
  return {
    "/health/live": live,
    "/health/ready": ready,
    "/livez": live,
    "/readyz": ready,
    "/metrics": async (res, call, req) => {
      // Scrapers come straight from the cluster; what came through the load balancer is from outside.
      const isInside = req.headers["x-forwarded-for"] === undefined && isPrivateAddress(call.clientAddress);
      if (!isInside) throw commonProblems.problem("resource.not_found");
      const { registry } = context.metrics;
      const text = await registry.metrics();
      res.writeHead(200, { "content-type": registry.contentType });
      res.end(text);
    },
    "/v1/status": (res, call) => {
      const components = Object.values(context.upstreams).map((upstream) => ({
        name: upstream.service.replace(/-service$/, ""),
        status: upstream.state(),
      }));
      sendJson(res, call, 200, { components });
    },
    "/v1/openapi.json": async (res, call) => sendJson(res, call, 200, await document()),
    "/v1/docs": async (res, call) => {
      const html = renderDocs(await document());
      res.writeHead(200, {
        ...call.answerHeaders,
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "public, max-age=60",
      });
      res.end(html);
    },
  };
}

function sendJson(res: ServerResponse, call: Call, status: number, body: unknown): void {
  res.writeHead(status, {
    ...call.answerHeaders,
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  res.end(JSON.stringify(body));
}

function answerPreflight(call: Call, res: ServerResponse): void {
  const isAllowed = call.answerHeaders["access-control-allow-origin"] !== undefined;
  res.writeHead(204, {
    ...call.answerHeaders,
    ...(isAllowed
      ? {
          "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
          "access-control-allow-headers":
            "authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id",
          "access-control-max-age": "600",
        }
      : {}),
  });
  res.end();
}

function refuse(context: GatewayContext, call: Call, res: ServerResponse, thrown: unknown): void {
  const error: ProblemError = toProblem(thrown);
  const { requestId, traceparent } = call;
  const line = {
    requestId,
    traceId: traceparent.split("-")[1],
    problem: error.problem,
    status: error.status,
  };
  if (error.status >= 500) context.logger.error({ ...line, err: error.occurrence.cause ?? error }, "failed");
  else context.logger.info(line, "refused");
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  res.writeHead(error.status, {
    ...call.answerHeaders,
    ...error.occurrence.headers,
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  res.end(JSON.stringify(problemBody(error, requestId)));
}

/** Paths without their query: ids are there, but no secret and no personal data. */
function logAnswer(
  { logger, metrics }: GatewayContext,
  { path, requestId, traceparent, clientAddress }: Call,
  { method }: IncomingMessage,
  { statusCode }: ServerResponse,
  durationMs: number,
): void {
  const shape = path.replace(/\/[a-z]{2,5}_[0-9a-f]{32}/g, "/:id");
  metrics.observeRequest(
    /^\/v1\/[\w/:.-]{1,80}$/.test(shape) && statusCode !== 404 ? `${method} ${shape}` : "other",
    statusCode,
    durationMs / 1_000,
  );
  logger.info(
    {
      requestId,
      traceId: traceparent.split("-")[1],
      method,
      path,
      status: statusCode,
      durationMs: Math.round(durationMs),
      clientAddress,
    },
    "answered",
  );
}
