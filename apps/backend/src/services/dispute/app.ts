import type { ContextOverrides } from "../../platform/context.ts";
import { type StartedService, startServiceApp } from "../../platform/start-app.ts";
import { consumers } from "./consumers/consumers.ts";
import { createDisputeContext, type DisputeContext } from "./context.ts";
import type { DisputeEnv } from "./env.ts";
import { jobs } from "./jobs/jobs.ts";
import { routes } from "./routes/routes.ts";

export async function startDisputeService(
  env: DisputeEnv,
  overrides: ContextOverrides = {},
): Promise<StartedService<DisputeContext>> {
  const context = await createDisputeContext(env, overrides);
  return startServiceApp(context, { routes, consumers, jobs });
}
