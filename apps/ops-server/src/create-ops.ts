import { randomBytes } from "node:crypto";
import { closeDb, createDb, findMemberByEmail, pingDb } from "@horizon/db";
import { type ClusterCacheOptions, createSystemClock, loadClusterConfig } from "@horizon/k8s";
import type { Logger } from "@horizon/logger";
import { createMemberDirectory } from "./auth/member-directory.ts";
import type { OpsEnv } from "./env.ts";
import { createEstate } from "./estate/estate.ts";
import { createActionRate } from "./features/actions/action-rate.ts";
import { createTargetQueue } from "./features/actions/target-queue.ts";
import { toMemberRow } from "./features/members/member-row.ts";
import { createMetrics } from "./http/metrics.ts";
import { createLiveHub } from "./live/live-hub.ts";
import { createLiveJournal } from "./live/live-journal.ts";
import { createStreamLimiter } from "./live/stream-limiter.ts";
import type { ActionTimings, OpsContext } from "./ops-context.ts";

const actionsPerMinute = 30;
const logStreamLimits = { perMember: 6, perProcess: 200 };
const poolMax = 10;

const defaultTimings: ActionTimings = { pickUpMs: 20_000, abandonedMs: 30_000, approvalMs: 30 * 60_000 };

export interface OpsOptions {
  readonly env: OpsEnv;
  readonly logger: Logger;
  readonly now?: () => Date;
  readonly timings?: Partial<ActionTimings>;
  /** Settings of the cluster caches; tests shorten them. */
  readonly cache?: Pick<ClusterCacheOptions, "reflector" | "probeIntervalMs">;
}

export interface Ops {
  readonly context: OpsContext;
  /** Makes readiness fail and streams end; what serves is closed before `close`. */
  beginShutdown(): void;
  close(): Promise<void>;
}

/** Wires everything that the use cases need, from the settings. Opens no port and starts no watch. */
export async function createOps(options: OpsOptions): Promise<Ops> {
  const { env, logger, now = () => new Date(), timings = {} } = options;
  const loaded = await loadClusterConfig(env.CLUSTERS_FILE);
  for (const problem of loaded.problems) logger.warn({ problem }, "the clusters file has a problem");
  const db = createDb(env.DATABASE_URL, { poolMax, applicationName: "horizon-ops-server" });
  const clock = createSystemClock();
  const estate = createEstate({ loaded, clock, logger, ...(options.cache ? { cache: options.cache } : {}) });
  const hub = createLiveHub({
    journal: createLiveJournal(randomBytes(6).toString("hex")),
    readFreshness: estate.readFreshness,
    now,
  });
  const shutdown = new AbortController();
  const findMember = async (email: string) => {
    const member = await findMemberByEmail(db, email);
    return member && toMemberRow(member);
  };
  const context: OpsContext = {
    env,
    logger,
    now,
    db,
    estate,
    hub,
    members: createMemberDirectory({ findMember, now }),
    streams: createStreamLimiter({ perMember: env.STREAMS_PER_MEMBER, perProcess: env.STREAMS_PER_PROCESS }),
    logStreams: createStreamLimiter(logStreamLimits),
    actionRate: createActionRate({ limit: actionsPerMinute, windowMs: 60_000, now }),
    targetQueue: createTargetQueue(),
    timings: { ...defaultTimings, ...timings },
    metrics: createMetrics(estate, hub),
    async listObstacles() {
      if (shutdown.signal.aborted) return ["shutting down"];
      const isDatabaseUp = await pingDb(db).then(
        () => true,
        () => false,
      );
      return isDatabaseUp ? [] : ["the database does not answer"];
    },
    shutdown: shutdown.signal,
  };
  return {
    context,
    beginShutdown: () => shutdown.abort(),
    async close() {
      hub.stop();
      await estate.stop();
      await closeDb(db);
    },
  };
}
