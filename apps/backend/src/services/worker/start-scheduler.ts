import { jobList, jobResult, type ServiceName } from "@horizon/contracts/backend";
import { claimJob, endJob, type JobState, listJobStates } from "@horizon/db/worker";
import { internalPath } from "../../platform/internal-path.ts";
import type { WorkerContext } from "./context.ts";
import type { LoopWatch } from "./domain/loop-watch.ts";
import { findDueOccurrence } from "./domain/next-occurrence.ts";
import { retryDelayMs } from "./domain/retry-delay.ts";

export interface Scheduler {
  /** One look at what is due, unless one is under way; resolves when it has been run. */
  tick(): Promise<void>;
  /** Waits for the jobs that are running. */
  stop(): Promise<void>;
}

const employers = [
  "auth-service",
  "customer-service",
  "credit-service",
  "dispute-service",
  "billing-service",
  "notification-service",
] as const satisfies readonly ServiceName[];
type Employer = (typeof employers)[number];
const listMaxAgeMs = 60_000;

/** Runs the jobs of all services when they are due in business time. Of several workers one runs an occurrence. */
export function startScheduler(context: WorkerContext, loops: LoopWatch): Scheduler {
  const { env, logger } = context;
  const lists = new Map<
    Employer,
    { jobs: { name: string; schedule: Parameters<typeof findDueOccurrence>[0] }[]; readAtMs: number }
  >();
  const running = new Map<Employer, Promise<void>>();
  const noteEnd = new Map(
    employers.map((service) => [service, loops.watch(`schedule of ${service}`, env.JOB_TIMEOUT_MS)]),
  );

  async function jobsOf(service: Employer) {
    const known = lists.get(service);
    if (known && performance.now() - known.readAtMs < listMaxAgeMs) return known.jobs;
    const { jobs = [] } = (await context.services[service].find(internalPath`/internal/jobs`, jobList)) ?? {};
    lists.set(service, { jobs, readAtMs: performance.now() });
    return jobs;
  }
  /** One after the other: a service's jobs share its database. */
  async function look(service: Employer, readStates: () => Promise<readonly JobState[]>): Promise<void> {
    const jobs = await jobsOf(service).catch((error: unknown) => {
      logger.debug({ err: error, service }, "a service does not tell its jobs");
      return [];
    });
    if (jobs.length === 0) return;
    const states = await readStates();
    for (const { name, schedule } of jobs) {
      const state = states.find(({ service: of, job }) => of === service && job === name) ?? null;
      const occurrence = occurrenceToRun(schedule, state, context.clock.now());
      if (occurrence === null) continue;
      await runJob(context, service, name, occurrence, state?.failures ?? 0);
      noteEnd.get(service)?.();
    }
  }
  /** Each service by itself: a job that takes long holds up none of another service. */
  async function tick(): Promise<void> {
    let states: Promise<readonly JobState[]> | undefined;
    const readStates = () => {
      states ??= listJobStates(context.db);
      return states;
    };
    await Promise.all(
      employers.map((service) => {
        const looking =
          running.get(service) ??
          look(service, readStates)
            .catch((error: unknown) => logger.error({ err: error, service }, "the schedule was not read"))
            .finally(() => {
              running.delete(service);
              noteEnd.get(service)?.();
            });
        running.set(service, looking);
        return looking;
      }),
    );
  }
  const timer = setInterval(() => void tick(), env.POLL_MS);
  return {
    tick,
    async stop() {
      clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}

/** The one that is due, or the one that failed and may be tried again. */
function occurrenceToRun(
  schedule: Parameters<typeof findDueOccurrence>[0],
  state: JobState | null,
  now: Date,
): ReturnType<typeof findDueOccurrence> {
  const due = findDueOccurrence(schedule, state?.lastDueAt ?? null, now);
  if (due !== null || state?.runKey == null || state.lastDueAt === null) return due;
  const isUnfinished =
    state.lastEndedAt === null || (state.lastStartedAt !== null && state.lastEndedAt < state.lastStartedAt);
  const mayRetry =
    state.lastError !== null && (state.retryAt === null || state.retryAt.getTime() <= Date.now());
  return isUnfinished || mayRetry ? { runKey: state.runKey, dueAt: state.lastDueAt } : null;
}

async function runJob(
  context: WorkerContext,
  service: Employer,
  job: string,
  { runKey, dueAt }: { runKey: string; dueAt: Date },
  failures: number,
): Promise<void> {
  const { db, env, holder, logger, metrics, services } = context;
  if (!(await claimJob(db, { service, job, runKey, dueAt }, holder, env.JOB_TIMEOUT_MS * 2))) return;
  try {
    const { done } = await services[service].post(internalPath`/internal/jobs/${job}`, jobResult, {
      body: { run_key: runKey },
      timeoutMs: env.JOB_TIMEOUT_MS,
    });
    await endJob(db, { service, job }, holder, { done });
    metrics.count("jobs_run", { service, job, outcome: "succeeded" });
    if (done > 0) logger.info({ service, job, runKey, done }, "a job was run");
  } catch (error) {
    logger.error({ err: error, service, job, runKey }, "a job failed and is tried again");
    metrics.count("jobs_run", { service, job, outcome: "failed" });
    // Jobs have no dead letters: the next occurrence does what this one could not, and retries slow down to a quarter of an hour.
    const retryInMs = retryDelayMs(Math.min(failures + 1, 9), Math.random()) ?? 0;
    await endJob(db, { service, job }, holder, {
      error: error instanceof Error ? error.message : "unknown",
      retryInMs,
    });
  }
}
