import { randomBytes } from "node:crypto";
import { signInVia } from "@horizon/contracts";
import { closeDb, createDb, type Db, findMemberSession, touchMemberSession, watchDb } from "@horizon/db";
import { createSystemClock, loadClusterConfig } from "@horizon/k8s";
import type { Logger } from "@horizon/logger";
import { createSessionDirectory, type SessionDirectory } from "./auth/session-directory.ts";
import type { OpsEnv } from "./env.ts";
import { createEstate, type EstateOptions } from "./estate/estate.ts";
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

const defaultTimings: ActionTimings = {
  pickUpMs: 20_000,
  giveUpMs: 24 * 60 * 60_000,
  abandonedMs: 30_000,
  approvalMs: 30 * 60_000,
};

export interface OpsOptions {
  readonly env: OpsEnv;
  readonly logger: Logger;
  readonly now?: () => Date;
  readonly timings?: Partial<ActionTimings>;
  /** Settings of the cluster caches; tests shorten them. */
  readonly cache?: EstateOptions["cache"];
}

export interface Ops {
  readonly context: OpsContext;
  /** Makes readiness fail and streams end; what serves is closed before `close`. */
  beginShutdown(): void;
  close(): Promise<void>;
}

function createSessions(db: Db, { now, logger }: { now: () => Date; logger: Logger }): SessionDirectory {
  return createSessionDirectory({
    now,
    async findSession(id) {
      const session = await findMemberSession(db, id);
      if (!session) return null;
      return { ...session, via: signInVia.parse(session.via), member: toMemberRow(session.member) };
    },
    touchSession: (id, at) =>
      touchMemberSession(db, id, at).catch((err: unknown) =>
        logger.warn({ err }, "a session was not noted as seen"),
      ),
  });
}

/** Wires everything that the use cases need, from the settings. Opens no port and starts no watch. */
export async function createOps(options: OpsOptions): Promise<Ops> {
  const { env, logger, now = () => new Date(), timings = {} } = options;
  const loaded = await loadClusterConfig(env.CLUSTERS_FILE);
  for (const problem of loaded.problems) logger.warn({ problem }, "the clusters file has a problem");
  const db = createDb(env.DATABASE_URL, { poolMax, applicationName: "horizon-ops-server" });
  const databaseWatch = watchDb(db, {
    now,
    onChange(silentSince) {
      if (silentSince) logger.error({ silentSince }, "the database does not answer");
      else logger.info("the database answers again");
      hub.publishFreshness();
    },
  });
  const clock = createSystemClock();
  const estate = createEstate({ loaded, clock, logger, ...(options.cache ? { cache: options.cache } : {}) });
  const hub = createLiveHub({
    journal: createLiveJournal(randomBytes(6).toString("hex")),
    readFreshness: estate.readFreshness,
    readDatabaseSilence: databaseWatch.silentSince,
    now,
  });
  const shutdown = new AbortController();
  const context: OpsContext = {
    env,
    logger,
    now,
    db,
    estate,
    hub,
    sessions: createSessions(db, { now, logger }),
    streams: createStreamLimiter({ perMember: env.STREAMS_PER_MEMBER, perProcess: env.STREAMS_PER_PROCESS }),
    logStreams: createStreamLimiter(logStreamLimits),
    actionRate: createActionRate({ limit: actionsPerMinute, windowMs: 60_000, now }),
    targetQueue: createTargetQueue(),
    timings: { ...defaultTimings, ...timings },
    metrics: createMetrics(estate, hub),
    databaseSilentSince: databaseWatch.silentSince,
    shutdown: shutdown.signal,
  };
  return {
    context,
    beginShutdown: () => shutdown.abort(),
    async close() {
      hub.stop();
      await estate.stop();
      await databaseWatch.stop();
      await closeDb(db);
    },
  };
}
