import { actionsRouter } from "../features/actions/router.ts";
import { auditRouter } from "../features/audit/router.ts";
import { changesRouter } from "../features/changes/router.ts";
import { clustersRouter } from "../features/clusters/router.ts";
import { deploymentsRouter } from "../features/deployments/router.ts";
import { freezeWindowsRouter } from "../features/freeze-windows/router.ts";
import { membersRouter } from "../features/members/router.ts";
import { overviewRouter } from "../features/overview/router.ts";
import { rolloutsRouter } from "../features/rollouts/router.ts";
import { savedViewsRouter } from "../features/saved-views/router.ts";
import { sessionRouter } from "../features/session/router.ts";
import { liveRouter } from "../live/router.ts";
import { router } from "./init.ts";

export const appRouter = router({
  session: sessionRouter,
  clusters: clustersRouter,
  overview: overviewRouter,
  deployments: deploymentsRouter,
  rollouts: rolloutsRouter,
  actions: actionsRouter,
  changes: changesRouter,
  audit: auditRouter,
  members: membersRouter,
  freezeWindows: freezeWindowsRouter,
  savedViews: savedViewsRouter,
  live: liveRouter,
});

/** What the console's client is typed by; nothing else of ops-server crosses to it. */
export type AppRouter = typeof appRouter;
