import type { EventToRecord } from "../event-recorder.ts";
import { findEnd, type Job } from "../jobs/job.ts";
import type { CronJob, CronJobStatus } from "./cron-job.ts";
import { type CronSchedule, readSchedule } from "./cron-schedule.ts";

/** What a look at a CronJob asks for. The status does not hold the job of `create` yet. */
export interface CronJobPlan {
  status: CronJobStatus;
  remove: string[];
  create?: { name: string; scheduledMs: number };
  events: EventToRecord[];
  requeueAfterMs?: number;
}

/** Timers that fire a little late are never early: the controller's own delta. */
const LATE_MS = 100;
const MANY_MISSED = 100;

const normal = (reason: string, message: string): EventToRecord => ({ type: "Normal", reason, message });
const warning = (reason: string, message: string): EventToRecord => ({ type: "Warning", reason, message });
const startedAt = ({ metadata, status }: Job) => Date.parse(status?.startTime ?? metadata.creationTimestamp);

/** Finished jobs beyond what the history keeps, the oldest first. */
function outdated({ spec }: CronJob, jobs: readonly Job[]): Job[] {
  return (["Complete", "Failed"] as const).flatMap((type) => {
    const limit = type === "Complete" ? spec.successfulJobsHistoryLimit : spec.failedJobsHistoryLimit;
    if (limit === undefined) return [];
    const ended = jobs
      .filter((job) => findEnd(job)?.type === type)
      .sort((a, b) => startedAt(a) - startedAt(b) || a.metadata.name.localeCompare(b.metadata.name));
    return ended.slice(0, Math.max(0, ended.length - limit));
  });
}

/** What the jobs say of themselves: which are still at work, and when one succeeded last. */
function observe(cronJob: CronJob, jobs: readonly Job[]): Pick<CronJobPlan, "status" | "events"> {
  const { active = [], ...before } = cronJob.status ?? {};
  const events: EventToRecord[] = [];
  let { lastSuccessfulTime } = before;
  const kept = active.filter(({ name, uid }) => {
    const job = jobs.find(({ metadata }) => metadata.uid === uid);
    const end = job && findEnd(job);
    if (!job) events.push(normal("MissingJob", `Active job went missing: ${name}`));
    if (end) events.push(normal("SawCompletedJob", `Saw completed job: ${name}, condition: ${end.type}`));
    return job !== undefined && end === undefined;
  });
  for (const job of jobs) {
    const { completionTime } = job.status ?? {};
    if (completionTime && completionTime > (lastSuccessfulTime ?? "")) lastSuccessfulTime = completionTime;
    if (findEnd(job) || active.some(({ uid }) => uid === job.metadata.uid)) continue;
    const message = `Saw a job that the controller did not create or forgot: ${job.metadata.name}`;
    events.push(warning("UnexpectedJob", message));
  }
  return {
    status: {
      ...before,
      ...(kept.length > 0 ? { active: kept } : {}),
      ...(lastSuccessfulTime ? { lastSuccessfulTime } : {}),
    },
    events,
  };
}

/** The last time that was missed and can still be made up for, and how many there were. */
function findMissed(
  { metadata, spec, status }: CronJob,
  schedule: CronSchedule,
  nowMs: number,
): { scheduledMs: number; isMany: boolean } | undefined {
  const since = Date.parse(status?.lastScheduleTime ?? metadata.creationTimestamp);
  const { startingDeadlineSeconds: deadline } = spec;
  const sinceMs = deadline === undefined ? since : Math.max(since, nowMs - deadline * 1000);
  const first = schedule.nextAfter(sinceMs);
  if (first === undefined || first > nowMs) return undefined;
  const second = schedule.nextAfter(first) ?? Number.POSITIVE_INFINITY;
  if (second > nowMs) return { scheduledMs: first, isMany: false };
  const isMany = deadline === undefined && (nowMs - first) / (second - first) + 1 > MANY_MISSED;
  return { scheduledMs: schedule.lastUntil(nowMs) ?? first, isMany };
}

/** `Mon, 05 Jan 2026 09:00:00 +0000`. */
const rfc1123 = (timeMs: number) => new Date(timeMs).toUTCString().replace("GMT", "+0000");

/** The next state of a CronJob with these jobs of its own: `syncCronJob` of kube-controller-manager. */
export function planCronJob(cronJob: CronJob, jobs: readonly Job[], nowMs: number): CronJobPlan {
  const { metadata, spec } = cronJob;
  const old = outdated(cronJob, jobs);
  const { status, events } = observe(cronJob, jobs);
  const plan: CronJobPlan = { status, remove: old.map((job) => job.metadata.name), events };
  for (const name of plan.remove) events.push(normal("SuccessfulDelete", `Deleted job ${name}`));
  if (metadata.deletionTimestamp || spec.suspend) return plan;

  const schedule = readSchedule(spec.schedule, spec.timeZone);
  const nextMs = schedule.nextAfter(nowMs);
  if (nextMs !== undefined) plan.requeueAfterMs = nextMs - nowMs + LATE_MS;
  const missed = findMissed(cronJob, schedule, nowMs);
  if (!missed) return plan;
  const { scheduledMs, isMany } = missed;
  if (isMany) {
    const message =
      "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew";
    events.push(warning("TooManyMissedTimes", message));
  }
  const name = `${metadata.name}-${Math.floor(scheduledMs / 60_000)}`;
  const active = status.active ?? [];
  if (active.some((reference) => reference.name === name)) return plan;
  if (active.length > 0 && spec.concurrencyPolicy === "Forbid") {
    const why = "Not starting job because prior execution is running and concurrency policy is Forbid";
    events.push(normal("JobAlreadyActive", why));
    return plan;
  }
  const deadlineMs =
    spec.startingDeadlineSeconds === undefined ? Infinity : spec.startingDeadlineSeconds * 1000;
  if (scheduledMs + deadlineMs < nowMs) {
    events.push(warning("MissSchedule", `Missed scheduled time to start a job: ${rfc1123(scheduledMs)}`));
    return plan;
  }
  if (spec.concurrencyPolicy === "Replace") {
    plan.remove.push(...active.map((reference) => reference.name));
    for (const reference of active) events.push(normal("SuccessfulDelete", `Deleted job ${reference.name}`));
    delete status.active;
  }
  return { ...plan, create: { name, scheduledMs } };
}
