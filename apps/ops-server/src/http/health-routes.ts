import { Router } from "express";
import type { Readiness } from "./readiness.ts";

interface Health {
  readReadiness(): Promise<Readiness>;
  /** Whether what this process is for hangs, so that only a new one helps. */
  isStuck?(): boolean;
}

/**
 * `/health/live` says only that the event loop turns, and that work does: restarting us would not mend a cluster or a
 * database (ADR 0046). `/health/ready` says whether to send us traffic.
 */
export function createHealthRoutes({ readReadiness, isStuck = () => false }: Health): Router {
  const routes = Router();
  routes.get("/live", (_req, res) => {
    if (isStuck()) res.status(503).json({ status: "stuck" });
    else res.json({ status: "live" });
  });
  routes.get("/ready", async (_req, res) => {
    const { obstacles, impairments } = await readReadiness();
    if (obstacles.length === 0) res.json({ status: "ready", impairments });
    else res.status(503).json({ status: "not ready", obstacles });
  });
  return routes;
}
