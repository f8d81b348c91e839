import { monitorEventLoopDelay } from "node:perf_hooks";
import { pingDb } from "@horizon/db";
import type { Logger } from "@horizon/logger";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import type { ServiceContext } from "./context.ts";
import { commonProblems, ProblemError, problemBody, toProblem } from "./problems.ts";
import { assignRequestId, requestIdOf } from "./request-id.ts";
import type { Route, RouteReply } from "./route.ts";
import { headersOf, runRoute } from "./run-route.ts";

/** What the process tells of itself while it starts and stops. */
export interface ServiceHealth {
  draining: boolean;
  readonly listStuck?: () => string[];
}

const overloadedMs = 200;

/** Every path that a service answers: health, metrics, its routes, and a problem for all others. */
export function createHttpApp<C extends ServiceContext>(
  context: C,
  routes: readonly Route<C>[],
  health: ServiceHealth = { draining: false },
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", context.env.TRUSTED_PROXIES);
  app.set("query parser", "simple");
  app.set("case sensitive routing", true);
  app.use(assignRequestId, setSecurityHeaders);
  addHealthRoutes(app, context, health);

  const methodsByPath = new Map<string, string[]>();
  for (const route of routes) {
    methodsByPath.set(route.path, [...(methodsByPath.get(route.path) ?? []), route.method.toUpperCase()]);
    app[route.method](route.path, (req, res) => answer(context, route, req, res));
  }
  for (const [path, methods] of methodsByPath) {
    app.all(path, (_req, res) => {
      res.setHeader("allow", [...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].join(", "));
      throw commonProblems.problem("request.method_not_allowed");
    });
  }
  app.use(() => {
    throw commonProblems.problem("resource.not_found");
  });
  app.use(createErrorResponder(context.logger));
  return app;
}

async function answer<C extends ServiceContext>(
  context: C,
  route: Route<C>,
  req: Request,
  res: Response,
): Promise<void> {
  const startedAt = performance.now();
  res.once("finish", () => {
    const seconds = (performance.now() - startedAt) / 1_000;
    context.metrics.observeRequest(route.operationId, res.statusCode, seconds);
    const { requestId, traceId } = res.locals;
    context.logger.info(
      {
        requestId,
        traceId,
        operation: route.operationId,
        status: res.statusCode,
        durationMs: Math.round(seconds * 1_000),
      },
      "answered",
    );
  });
  send(res, checked(context, route, await runRoute(context, route, req, res)));
}

/** Outside of production an answer that is not as documented is a defect that shows at once. */
function checked<C extends ServiceContext>(context: C, route: Route<C>, reply: RouteReply): RouteReply {
  if (context.env.NODE_ENV === "production" || reply.bytes !== undefined) return reply;
  const schema = route.responses[reply.status];
  if (schema === undefined) throw new Error(`${route.operationId} does not document ${reply.status}.`);
  if (schema === null) return reply;
  const result = schema.safeParse(reply.body);
  if (!result.success)
    throw new Error(`${route.operationId} answers something else: ${result.error.message}`);
  return reply;
}

function send(res: Response, reply: RouteReply): void {
  res.status(reply.status).set(headersOf(reply));
  if (reply.bytes !== undefined) {
    const name = (reply.fileName ?? "file").replace(/[^\w.-]/g, "_");
    res.set({
      "content-type": reply.contentType ?? "application/octet-stream",
      "content-disposition": `attachment; filename="${name}"`,
    });
    res.end(reply.bytes);
  } else if (reply.body === undefined) res.end();
  else res.json(reply.body);
}

function addHealthRoutes(app: Express, context: ServiceContext, health: ServiceHealth): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  // A database that is away makes nobody dead: a new process would not have it either (ADR 0046).
  app.get("/health/live", (_req, res) => {
    const stuck = health.listStuck?.() ?? [];
    if (stuck.length === 0) res.json({ status: "live", service: context.name });
    else res.status(503).json({ status: "stuck", service: context.name, stuck });
  });
  app.get("/health/ready", async (_req, res) => {
    const obstacles: string[] = [];
    if (health.draining) obstacles.push("draining");
    if (delay.percentile(99) / 1e6 > overloadedMs) obstacles.push("overloaded");
    delay.reset();
    await pingDb(context.db).catch(() => obstacles.push("database"));
    res.status(obstacles.length === 0 ? 200 : 503);
    res.json({ status: obstacles.length === 0 ? "ready" : "not ready", service: context.name, obstacles });
  });
  app.get("/metrics", async (_req, res) => {
    res.type(context.metrics.registry.contentType).send(await context.metrics.registry.metrics());
  });
}

/** Answers are data of one customer: never cached, never a document, never framed. */
function setSecurityHeaders(_req: Request, res: Response, next: NextFunction): void {
  res.set({
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  });
  next();
}

/** The one place where a failure becomes an answer. */
function createErrorResponder(logger: Logger) {
  return (thrown: unknown, req: Request, res: Response, _next: NextFunction): void => {
    const requestId = requestIdOf(res);
    const error = isMalformedUrl(thrown) ? commonProblems.problem("request.malformed") : toProblem(thrown);
    logFailure(logger, error, req, res);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    res.status(error.status).set(error.occurrence.headers ?? {});
    res.type("application/problem+json").send(JSON.stringify(problemBody(error, requestId)));
  };
}

function isMalformedUrl(thrown: unknown): boolean {
  if (thrown instanceof ProblemError) return false;
  return (
    thrown instanceof URIError || (thrown instanceof Error && "status" in thrown && thrown.status === 400)
  );
}

function logFailure(logger: Logger, error: ProblemError, req: Request, { locals }: Response): void {
  const { requestId, traceId } = locals;
  const line = { requestId, traceId, method: req.method, problem: error.problem, status: error.status };
  if (error.status >= 500) logger.error({ ...line, err: error.occurrence.cause ?? error }, "failed");
  else logger.info(line, "refused");
}
