import type { Clock } from "@horizon/k8s";
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import express, { type Express } from "express";
import { auditCsvRoute } from "../features/audit/audit-csv-route.ts";
import { logStreamRoute } from "../features/logs/log-stream-route.ts";
import { createSessionRoutes } from "../features/session/session-routes.ts";
import { liveStreamRoute } from "../live/live-stream-route.ts";
import type { OpsContext } from "../ops-context.ts";
import { appRouter } from "../trpc/app-router.ts";
import { reportTrpcError } from "../trpc/report-trpc-error.ts";
import { createRequestContext } from "../trpc/request-context.ts";
import { createErrorResponder, refuseUnknownPath } from "./error-responses.ts";
import { createHealthRoutes } from "./health-routes.ts";
import { createReadiness } from "./readiness.ts";
import { assignRequestId } from "./request-id.ts";
import { setSecurityHeaders } from "./security-headers.ts";

const maxBodyBytes = 256 * 1024;
const maxBatchedCalls = 30;

/** Every path that ops-server answers, in one visible list. */
export function createHttpApp(ops: OpsContext, clock: Clock): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", ops.env.TRUSTED_PROXIES);
  app.use(assignRequestId, setSecurityHeaders);

  app.use("/health", createHealthRoutes({ readReadiness: createReadiness(ops, "to start") }));
  app.get("/metrics", async (_req, res) => {
    res.type(ops.metrics.contentType).send(await ops.metrics.read());
  });
  app.use("/internal", createSessionRoutes(ops));
  app.get("/api/stream/logs", logStreamRoute(ops, clock));
  app.get("/api/stream/audit.csv", auditCsvRoute(ops));
  app.get("/api/trpc/live.subscribe", liveStreamRoute(ops));
  app.use(
    "/api/trpc",
    createExpressMiddleware({
      router: appRouter,
      createContext: ({ req, res }) => createRequestContext(ops, req, res),
      maxBodySize: maxBodyBytes,
      maxBatchSize: maxBatchedCalls,
      onError: reportTrpcError(ops.logger),
    }),
  );

  app.use(refuseUnknownPath);
  app.use(createErrorResponder(ops.logger));
  return app;
}
