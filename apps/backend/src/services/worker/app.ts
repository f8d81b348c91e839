import type { ContextOverrides } from "../../platform/context.ts";
import { type StartedService, startServiceApp } from "../../platform/start-app.ts";
import { createWorkerContext, type WorkerContext } from "./context.ts";
import { createLoopWatch } from "./domain/loop-watch.ts";
import type { WorkerEnv } from "./env.ts";
import { purgeOutboxes } from "./jobs/purge-outboxes.ts";
import { observeLag } from "./observe-lag.ts";
import { startRelay } from "./relay/start-relay.ts";
import { deadLetterRoutes } from "./routes/dead-letters.ts";
import { scheduleRoute } from "./routes/schedule.ts";
import { startScheduler } from "./start-scheduler.ts";

const hourMs = 60 * 60_000;

/** Relays the outboxes and runs the jobs of all services. */
export async function startWorker(
  env: WorkerEnv,
  overrides: ContextOverrides = {},
): Promise<StartedService<WorkerContext>> {
  const context = await createWorkerContext(env, overrides);
  observeLag(context);
  const loops = createLoopWatch(env.STUCK_AFTER_MS);
  const relay = startRelay(context, loops);
  const scheduler = startScheduler(context, loops);
  const purging = setInterval(() => {
    purgeOutboxes(context).catch((error: unknown) =>
      context.logger.error({ err: error }, "outboxes were not purged"),
    );
  }, hourMs);
  purging.unref();
  return startServiceApp(context, {
    routes: [...deadLetterRoutes, scheduleRoute],
    listStuck: () => loops.listStuck(),
    async stopWork() {
      clearInterval(purging);
      await scheduler.stop();
      await relay.stop();
    },
  });
}
