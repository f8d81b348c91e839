import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  deleteKubeEvents,
  deleteMemberSessions,
  expireApprovals,
  getIntent,
  inTransaction,
  transitionIntent,
} from "@horizon/db";
import express from "express";
import { createOps, type OpsOptions } from "./create-ops.ts";
import { auditIntent } from "./features/actions/audit-intent.ts";
import { intentOrigins } from "./features/actions/intent-transitions.ts";
import { recoverIntents } from "./features/actions/recover-intents.ts";
import { createFirstAdmin } from "./features/members/create-first-admin.ts";
import { createHealthRoutes } from "./http/health-routes.ts";
import { listen } from "./http/listen.ts";
import { createReadiness } from "./http/readiness.ts";
import type { OpsContext } from "./ops-context.ts";
import { startPeriodicTask } from "./start-periodic-task.ts";

const keepEventsMs = 90 * 24 * 60 * 60_000;
const keepSessionsMs = 7 * 24 * 60 * 60_000;
const retentionIntervalMs = 60 * 60_000;

export interface WorkerOptions extends OpsOptions {
  readonly intervalMs?: number;
  /**
   * After how long without the end of a round the process says that it must be replaced. Every step of a round ends by a
   * limit of its own within seconds, also when the database or a cluster is away; many in one round take minutes at most.
   */
  readonly stuckAfterMs?: number;
}

export interface RunningWorker {
  /** Of `/health/live` and `/health/ready`. */
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts the worker process in this process: makes the first admin, closes approvals whose time is over, settles what
 * dead processes left, forgets old events and sessions. Every step is a compare-and-set in the database, so that any
 * number of workers may run.
 */
export async function startWorker(workerOptions: WorkerOptions): Promise<RunningWorker> {
  const { intervalMs = 5_000, stuckAfterMs = 60 * intervalMs, ...options } = workerOptions;
  const ops = await createOps(options);
  const { context } = ops;
  let forgotAtMs = Number.NEGATIVE_INFINITY;

  async function work(): Promise<void> {
    await createFirstAdmin(context);
    await expireIntents(context);
    await recoverIntents(context);
    const nowMs = context.now().getTime();
    if (nowMs - forgotAtMs < retentionIntervalMs) return;
    const count = await deleteKubeEvents(context.db, new Date(nowMs - keepEventsMs));
    await deleteMemberSessions(context.db, new Date(nowMs - keepSessionsMs));
    forgotAtMs = nowMs;
    if (count > 0) context.logger.info({ count }, "old events are forgotten");
  }
  const task = startPeriodicTask({
    intervalMs,
    work,
    onError: (error) => context.logger.warn({ err: error }, "a round of work failed; it is tried again"),
    keepsProcessAlive: true,
  });
  const health = express()
    .disable("x-powered-by")
    .use(
      "/health",
      createHealthRoutes({
        readReadiness: createReadiness(context, "always"),
        isStuck: () => task.sinceLastEndMs() > stuckAfterMs,
      }),
    );
  const server = createServer(health);
  try {
    await listen(server, options.env.PORT, options.env.HOST);
  } catch (error) {
    await task.stop();
    await ops.close();
    throw error;
  }
  void task.run();
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      ops.beginShutdown();
      await task.stop();
      server.close();
      server.closeAllConnections();
      await ops.close();
      context.logger.info("stopped");
    },
  };
}

/** Approval and intent expire in one transaction: an approver sees either both open or both closed. */
async function expireIntents({ db, now }: OpsContext): Promise<void> {
  await inTransaction(db, async (tx) => {
    for (const { intentId } of await expireApprovals(tx, now())) {
      const message = "Nobody approved it in time.";
      const expired = await transitionIntent(tx, intentId, {
        from: intentOrigins.expired,
        to: "expired",
        message,
      });
      if (expired) await auditIntent(tx, await getIntent(tx, intentId), "expired");
    }
  });
}
