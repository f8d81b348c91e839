import { Router } from "express";

interface Health {
  /** Why this process should get no traffic now; empty when it should. */
  listObstacles(): Promise<string[]>;
}

/**
 * `/health/live` says only that the event loop turns: restarting us would not mend a cluster or a database.
 * `/health/ready` says whether to send us traffic.
 */
export function createHealthRoutes({ listObstacles }: Health): Router {
  const routes = Router();
  routes.get("/live", (_req, res) => {
    res.json({ status: "live" });
  });
  routes.get("/ready", async (_req, res) => {
    const obstacles = await listObstacles();
    if (obstacles.length === 0) res.json({ status: "ready" });
    else res.status(503).json({ status: "not ready", obstacles });
  });
  return routes;
}
