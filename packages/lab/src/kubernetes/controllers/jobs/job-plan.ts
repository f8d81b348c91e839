import type { EventToRecord } from "../event-recorder.ts";
import { type Condition, findCondition, kubeTime, type Pod, podRestarts, withCondition } from "../pod.ts";
import { formatIndexes, parseIndexes } from "./completed-indexes.ts";
import type { Job, JobStatus } from "./job.ts";
import { backoffUntilMs, completionIndexOf, type PodOutcomes, podOutcomes } from "./pod-outcomes.ts";

/** What a look at a job asks for. The status counts the pods of `untrack`: it has to be stored before they are let go. */
export interface JobPlan {
  status: JobStatus;
  untrack: Pod[];
  remove: Pod[];
  /** One pod each; the index of an indexed job's. */
  create: (number | undefined)[];
  events: EventToRecord[];
  requeueAfterMs?: number;
}

type End = Pick<Condition, "reason" | "message"> & { type: "FailureTarget" | "SuccessCriteriaMet" };

const TOO_MANY_FAILURES: End = {
  type: "FailureTarget",
  reason: "BackoffLimitExceeded",
  message: "Job has reached the specified backoff limit",
};
const TOO_LATE: End = {
  type: "FailureTarget",
  reason: "DeadlineExceeded",
  message: "Job was active longer than specified deadline",
};
const DONE: End = {
  type: "SuccessCriteriaMet",
  reason: "CompletionsReached",
  message: "Reached expected number of succeeded pods",
};

interface Counts {
  succeeded: number;
  failed: number;
  indexes: Set<number>;
}

function countOf({ status }: Job, { newlySucceeded, newlyFailed }: PodOutcomes): Counts {
  const indexes = parseIndexes(status?.completedIndexes);
  for (const pod of newlySucceeded) {
    const index = completionIndexOf(pod);
    if (index !== undefined) indexes.add(index);
  }
  return {
    succeeded: (status?.succeeded ?? 0) + newlySucceeded.length,
    failed: (status?.failed ?? 0) + newlyFailed.length,
    indexes,
  };
}

const deadlineMs = ({ spec }: Job, startTime: string | undefined) =>
  startTime === undefined || spec.activeDeadlineSeconds === undefined || spec.suspend
    ? undefined
    : Date.parse(startTime) + spec.activeDeadlineSeconds * 1000;

/** Containers that are restarted in their pods count against the limit as failed pods do. */
function isPastLimit({ spec }: Job, { active }: PodOutcomes, { failed }: Counts): boolean {
  const limit = spec.backoffLimit ?? 6;
  if (failed > limit) return true;
  if (spec.template.spec.restartPolicy !== "OnFailure") return false;
  const restarts = active.reduce((sum, pod) => sum + podRestarts(pod), 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

function isDone({ spec }: Job, { active }: PodOutcomes, { succeeded, indexes }: Counts): boolean {
  if (active.length > 0) return false;
  if (spec.completions === undefined) return succeeded > 0;
  return (spec.completionMode === "Indexed" ? indexes.size : succeeded) >= spec.completions;
}

/** How many pods should be at work now. */
function wantedActive({ spec }: Job, active: number, { succeeded, indexes }: Counts): number {
  const parallelism = spec.parallelism ?? 1;
  if (spec.completions === undefined) return succeeded > 0 ? active : parallelism;
  const done = spec.completionMode === "Indexed" ? indexes.size : succeeded;
  return Math.min(parallelism, Math.max(0, spec.completions - done));
}

function podsToMake({ spec }: Job, count: number, active: readonly Pod[], done: ReadonlySet<number>) {
  if (spec.completionMode !== "Indexed") return Array<undefined>(count).fill(undefined);
  const taken = new Set(active.map(completionIndexOf));
  const all = Array.from({ length: spec.completions ?? 0 }, (_, index) => index);
  return all.filter((index) => !done.has(index) && !taken.has(index)).slice(0, count);
}

/** The next state of a job that has not ended: `syncJob` of kube-controller-manager without its policies. */
export function planJob(job: Job, pods: readonly Pod[], nowMs: number): JobPlan {
  const { spec } = job;
  const outcomes = podOutcomes(job, pods);
  const counts = countOf(job, outcomes);
  const { active, terminating } = outcomes;
  const isSuspended = spec.suspend ?? false;
  const suspension = suspensionOf(job, nowMs);
  const startTime =
    suspension.startTime ?? job.status?.startTime ?? (isSuspended ? undefined : kubeTime(nowMs));
  const dueMs = deadlineMs(job, startTime);
  const end =
    pendingEnd(job) ??
    (isPastLimit(job, outcomes, counts) ? TOO_MANY_FAILURES : undefined) ??
    (dueMs !== undefined && nowMs >= dueMs ? TOO_LATE : undefined) ??
    (isDone(job, outcomes, counts) ? DONE : undefined);

  const work =
    end || isSuspended ? { remove: [...active], create: [] } : workOf(job, pods, outcomes, counts, nowMs);
  const left = active.length - work.remove.length;
  const waits = [dueMs, "untilMs" in work ? work.untilMs : undefined].filter(
    (timeMs) => timeMs !== undefined,
  );
  const status: JobStatus = {
    ...countFields(counts, left + work.create.length, outcomes, work.remove.length),
    ...(startTime === undefined ? {} : { startTime }),
    ...(spec.completionMode === "Indexed" ? { completedIndexes: formatIndexes(counts.indexes) } : {}),
    conditions: suspension.conditions,
  };
  const plan: JobPlan = {
    status,
    untrack: [...outcomes.newlySucceeded, ...outcomes.newlyFailed],
    remove: work.remove,
    create: work.create,
    events: suspension.events,
    ...(waits.length > 0 && !end ? { requeueAfterMs: Math.max(0, Math.min(...waits) - nowMs) } : {}),
  };
  return end ? withEnd(plan, end, terminating.length + work.remove.length === 0, nowMs) : plan;
}

const isPlaced = ({ spec }: Pod) => spec.nodeName !== undefined;

function workOf(
  job: Job,
  pods: readonly Pod[],
  { active, terminating }: PodOutcomes,
  counts: Counts,
  nowMs: number,
): { remove: Pod[]; create: (number | undefined)[]; untilMs?: number } {
  const wanted = wantedActive(job, active.length, counts);
  if (active.length > wanted) {
    // Those that wait for a node go first.
    const [waiting, placed] = [active.filter((pod) => !isPlaced(pod)), active.filter(isPlaced)];
    return { remove: [...waiting, ...placed].slice(0, active.length - wanted), create: [] };
  }
  const leaving = job.spec.podReplacementPolicy === "Failed" ? terminating.length : 0;
  const missing = Math.max(0, wanted - active.length - leaving);
  const untilMs = missing > 0 ? backoffUntilMs(pods) : 0;
  if (untilMs > nowMs) return { remove: [], create: [], untilMs };
  return { remove: [], create: podsToMake(job, missing, active, counts.indexes) };
}

function countFields(
  { succeeded, failed }: Counts,
  active: number,
  outcomes: PodOutcomes,
  removed: number,
): JobStatus {
  return {
    ...(active > 0 ? { active } : {}),
    ready: removed > 0 && active === 0 ? 0 : outcomes.ready,
    ...(succeeded > 0 ? { succeeded } : {}),
    ...(failed > 0 ? { failed } : {}),
    terminating: outcomes.terminating.length + removed,
    uncountedTerminatedPods: {},
  };
}

function pendingEnd({ status }: Job): End | undefined {
  for (const type of ["FailureTarget", "SuccessCriteriaMet"] as const) {
    const { status: is, reason, message } = findCondition(status?.conditions, type) ?? {};
    if (is === "True") return { type, reason, message };
  }
  return undefined;
}

/** The end is announced at once; it has come when the last pod is over. */
function withEnd(plan: JobPlan, end: End, isOver: boolean, nowMs: number): JobPlan {
  const time = kubeTime(nowMs);
  const of = (type: string): Condition => ({
    ...end,
    type,
    status: "True",
    lastProbeTime: time,
    lastTransitionTime: time,
  });
  const conditions = withCondition(plan.status.conditions, of(end.type));
  if (!isOver) return { ...plan, status: { ...plan.status, conditions } };
  const isComplete = end.type === "SuccessCriteriaMet";
  return {
    ...plan,
    status: {
      ...plan.status,
      conditions: withCondition(conditions, of(isComplete ? "Complete" : "Failed")),
      ...(isComplete ? { completionTime: time } : {}),
    },
    events: [
      ...plan.events,
      isComplete
        ? { type: "Normal", reason: "Completed", message: "Job completed" }
        : { type: "Warning", reason: end.reason ?? "", message: end.message ?? "" },
    ],
  };
}

/** A job that is resumed starts its time anew. */
function suspensionOf(
  { spec, status }: Job,
  nowMs: number,
): { conditions: Condition[]; events: EventToRecord[]; startTime?: string } {
  const conditions = status?.conditions ?? [];
  const was = findCondition(conditions, "Suspended")?.status === "True";
  const is = spec.suspend ?? false;
  if (was === is) return { conditions, events: [] };
  const time = kubeTime(nowMs);
  const [reason, message] = is ? ["JobSuspended", "Job suspended"] : ["JobResumed", "Job resumed"];
  const next: Condition = {
    type: "Suspended",
    status: is ? "True" : "False",
    reason,
    message,
    lastProbeTime: time,
    lastTransitionTime: time,
  };
  return {
    conditions: withCondition(conditions, next),
    events: [{ type: "Normal", reason: is ? "Suspended" : "Resumed", message }],
    ...(is ? {} : { startTime: time }),
  };
}
