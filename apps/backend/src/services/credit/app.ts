import type { ContextOverrides } from "../../platform/context.ts";
import { type StartedService, startServiceApp } from "../../platform/start-app.ts";
import { creditConsumers } from "./consumers/consumers.ts";
import { type CreditContext, createCreditContext } from "./context.ts";
import type { CreditEnv } from "./env.ts";
import { compareRoute } from "./routes/compare.ts";
import { directoryRoutes } from "./routes/directory.ts";
import { elementRoutes } from "./routes/elements.ts";
import { findingRoutes } from "./routes/findings.ts";
import { overlayRoute } from "./routes/overlays.ts";
import { reportRoutes } from "./routes/reports.ts";
import { scoreRoute } from "./routes/scores.ts";
import { uploadRoute } from "./routes/upload.ts";

/** Credit: what bureaus report, what is wrong in it, and what became of it. */
export async function startCredit(
  env: CreditEnv,
  overrides: ContextOverrides = {},
): Promise<StartedService<CreditContext>> {
  return startServiceApp(await createCreditContext(env, overrides), {
    // `compare` first: it would be taken for the id of a report.
    routes: [
      compareRoute,
      uploadRoute,
      ...reportRoutes,
      ...elementRoutes,
      ...findingRoutes,
      overlayRoute,
      scoreRoute,
      ...directoryRoutes,
    ],
    consumers: creditConsumers,
  });
}
