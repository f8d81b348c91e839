import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createSystemClock } from "@horizon/k8s";
import { createOps, type OpsOptions } from "./create-ops.ts";
import { publishAnalysisProgress } from "./estate/publish-analysis-progress.ts";
import { publishClusterRows } from "./estate/publish-cluster-rows.ts";
import { createIntentWatch } from "./features/actions/intent-watch.ts";
import { createEventArchive } from "./features/changes/archive-events.ts";
import { createChangeRecorder } from "./features/changes/record-changes.ts";
import { startPastDeployRecorder } from "./features/changes/record-past-deploys.ts";
import { createHistoryRecorder } from "./features/rollouts/record-history.ts";
import { createHttpApp } from "./http/http-app.ts";
import { listen } from "./http/listen.ts";
import { followInvalidations } from "./live/shared-invalidations.ts";
import type { OpsContext } from "./ops-context.ts";

/** Above the 60 s after which load balancers drop an idle connection, so that it is never us who cut it first. */
const keepAliveMs = 65_000;

export interface RunningApi {
  readonly port: number;
  readonly context: OpsContext;
  /** Fails readiness, waits for the drain delay, ends streams, then closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts the api process in this process: watches, streams, actions. Resolves once the port is open. */
export async function startApi(options: OpsOptions): Promise<RunningApi> {
  const { env, logger } = options;
  const ops = await createOps(options);
  const { context } = ops;
  const endFollowing = followClusters(context);
  const intents = createIntentWatch(context);
  const server = createServer(createHttpApp(context, createSystemClock()));
  server.keepAliveTimeout = keepAliveMs;
  context.estate.start();
  intents.start();
  const invalidations = followInvalidations(context);
  await listen(server, env.PORT, env.HOST);

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    ops.beginShutdown();
    await delay(env.DRAIN_DELAY_MS);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    // Streams have ended by themselves; what is left after a moment is cut.
    const cut = setTimeout(() => server.closeAllConnections(), 1_000);
    await closed;
    clearTimeout(cut);
    await invalidations.close();
    await intents.stop();
    await endFollowing();
    await ops.close();
    logger.info("stopped");
  }
  return {
    port: (server.address() as AddressInfo).port,
    context,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Everything that is done with what the clusters report. Returns a function that ends it and stores what is left. */
function followClusters(context: OpsContext): () => Promise<void> {
  const { estate, hub } = context;
  const history = createHistoryRecorder(context);
  const recorder = createChangeRecorder(context, history.add);
  const past = startPastDeployRecorder(context);
  const archive = createEventArchive(context);
  const ends = [
    publishClusterRows(estate, hub),
    publishAnalysisProgress(estate, hub),
    estate.subscribe(({ name }) => ({
      onRows: (changes) => archive.add(name, changes),
      onChanges: (drafts) => recorder.add(drafts),
    })),
  ];
  return async () => {
    for (const end of ends) end();
    await Promise.all([recorder.stop(), past.stop(), archive.stop()]);
    await history.stop();
  };
}
