import type { JobSchedule } from "@horizon/contracts/backend";

export interface Occurrence {
  /** Names it: the same occurrence has the same key, whoever computes it. */
  readonly runKey: string;
  readonly dueAt: Date;
}

/**
 * The occurrence that is due at `now`, or null. Many that were missed are one: jobs do all that is due. `lastDueAt` is of
 * the occurrence that ran last; a job that never
 * ran is due at once.
 */
export function findDueOccurrence(
  schedule: JobSchedule,
  lastDueAt: Date | null,
  now: Date,
): Occurrence | null {
  const dueAt =
    "every_ms" in schedule ? lastPeriod(schedule.every_ms, now) : lastTimeOfDay(schedule.daily_at, now);
  const isNew = lastDueAt === null || dueAt > lastDueAt;
  return isNew ? { runKey: dueAt.toISOString(), dueAt } : null;
}

function lastPeriod(everyMs: number, now: Date): Date {
  return new Date(Math.floor(now.getTime() / everyMs) * everyMs);
}

function lastTimeOfDay(time: string, now: Date): Date {
  const today = new Date(`${now.toISOString().slice(0, 10)}T${time}:00.000Z`);
  return today <= now ? today : new Date(today.getTime() - 24 * 60 * 60_000);
}
