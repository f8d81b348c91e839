import type { Db } from "@horizon/db";
import type { Logger } from "@horizon/logger";
import type { SessionDirectory } from "./auth/session-directory.ts";
import type { OpsEnv } from "./env.ts";
import type { Estate } from "./estate/estate.ts";
import type { ActionRate } from "./features/actions/action-rate.ts";
import type { TargetQueue } from "./features/actions/target-queue.ts";
import type { Metrics } from "./http/metrics.ts";
import type { LiveHub } from "./live/live-hub.ts";
import type { StreamLimiter } from "./live/stream-limiter.ts";

/** How patient the executor is. */
export interface ActionTimings {
  /** Until an accepted action that has had no effect is said not to have been picked up. */
  readonly pickUpMs: number;
  /** Until an accepted action of which no end was seen is given up (ADR 0055). */
  readonly giveUpMs: number;
  /** An intent that stands still for this long between two states was left by a process that died. */
  readonly abandonedMs: number;
  readonly approvalMs: number;
}

/** Everything a use case may need, wired once in `create-ops.ts`. */
export interface OpsContext {
  readonly env: OpsEnv;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly db: Db;
  readonly estate: Estate;
  readonly hub: LiveHub;
  readonly sessions: SessionDirectory;
  readonly streams: StreamLimiter;
  readonly logStreams: StreamLimiter;
  readonly actionRate: ActionRate;
  readonly targetQueue: TargetQueue;
  readonly timings: ActionTimings;
  readonly metrics: Metrics;
  /** When the database last answered before it fell silent; null while it answers. */
  databaseSilentSince(): Date | null;
  /** Aborts when the process is asked to stop. */
  readonly shutdown: AbortSignal;
}
