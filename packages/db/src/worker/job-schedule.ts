import type { ServiceName } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";

export interface JobState {
  readonly service: string;
  readonly job: string;
  readonly runKey: string | null;
  readonly lastDueAt: Date | null;
  readonly lastStartedAt: Date | null;
  readonly lastEndedAt: Date | null;
  readonly lastDone: number | null;
  readonly lastError: string | null;
  readonly failures: number;
  readonly retryAt: Date | null;
}

const columns = {
  service: true,
  job: true,
  runKey: true,
  lastDueAt: true,
  lastStartedAt: true,
  lastEndedAt: true,
  lastDone: true,
  lastError: true,
  failures: true,
  retryAt: true,
} as const;

/** Every job that ever ran, by service and name. */
export async function listJobStates(db: Db): Promise<JobState[]> {
  return runQuery(db, ({ jobSchedule }) =>
    jobSchedule.findMany({ orderBy: [{ service: "asc" }, { job: "asc" }], select: columns }),
  );
}

export interface JobOccurrence {
  readonly service: ServiceName;
  readonly job: string;
  readonly runKey: string;
  /** In business time. */
  readonly dueAt: Date;
}

/**
 * Takes an occurrence for `leaseMs`, by the database's clock: of several workers one runs it.
 *
 * @returns false when another holds it, or it was done.
 */
export async function claimJob(
  db: Db,
  { service, job, runKey, dueAt }: JobOccurrence,
  holder: string,
  leaseMs: number,
): Promise<boolean> {
  const claimed = await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO worker.job_schedule AS s (service, job, run_key, last_due_at, last_started_at, holder, lease_until)
      VALUES (${service}, ${job}, ${runKey}, ${dueAt}, clock_timestamp(), ${holder}::uuid,
              clock_timestamp() + ${leaseMs} * interval '1 millisecond')
      ON CONFLICT (service, job) DO UPDATE
        SET run_key = excluded.run_key, last_due_at = excluded.last_due_at, last_started_at = excluded.last_started_at,
            holder = excluded.holder, lease_until = excluded.lease_until
        WHERE (s.lease_until IS NULL OR s.lease_until < clock_timestamp())
          AND (s.run_key IS DISTINCT FROM excluded.run_key OR s.last_error IS NOT NULL OR s.last_ended_at IS NULL
               OR s.last_ended_at < s.last_started_at)`,
  );
  return claimed === 1;
}

/** Stores how the run ended and gives it free. */
export async function endJob(
  db: Db,
  { service, job }: Pick<JobOccurrence, "service" | "job">,
  holder: string,
  result: { done: number } | { error: string; retryInMs: number },
): Promise<void> {
  const failed = "error" in result;
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      UPDATE worker.job_schedule
         SET last_ended_at = clock_timestamp(), lease_until = NULL, holder = NULL,
             last_done = ${failed ? null : result.done}::int, last_error = ${failed ? result.error.slice(0, 500) : null},
             failures = CASE WHEN ${failed} THEN failures + 1 ELSE 0 END,
             retry_at = CASE WHEN ${failed} THEN clock_timestamp() + ${failed ? result.retryInMs : 0} * interval '1 millisecond' END
       WHERE service = ${service} AND job = ${job} AND holder = ${holder}::uuid`,
  );
}
