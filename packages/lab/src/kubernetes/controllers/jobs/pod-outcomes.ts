import { isPodActive, isPodLeaving, isPodOver, isPodReady, type Pod } from "../pod.ts";
import { COMPLETION_INDEX, type Job, TRACKING_FINALIZER } from "./job.ts";

/** A job's pods by what became of them. */
export interface PodOutcomes {
  active: Pod[];
  ready: number;
  /** On their way out, and not over yet. */
  terminating: Pod[];
  /** Over, and not in the job's status so far. */
  newlySucceeded: Pod[];
  newlyFailed: Pod[];
}

const BACKOFF_BASE_MS = 10_000;
const BACKOFF_MAX_MS = 600_000;

export const completionIndexOf = ({ metadata }: Pod): number | undefined => {
  const index = metadata.annotations?.[COMPLETION_INDEX];
  return index === undefined ? undefined : Number(index);
};

const isTracked = ({ metadata }: Pod) => metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false;

/** A pod that is being deleted counts as failed at once, unless its replacement has to wait until it is over. */
function isFailed(pod: Pod, { spec }: Job): boolean {
  if (pod.status?.phase === "Failed") return true;
  if (spec.podReplacementPolicy === "Failed") return false;
  return isPodLeaving(pod) && pod.status?.phase !== "Succeeded";
}

export function podOutcomes(job: Job, pods: readonly Pod[]): PodOutcomes {
  const active = pods.filter(isPodActive);
  const uncounted = pods.filter(isTracked);
  return {
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter((pod) => isPodLeaving(pod) && !isPodOver(pod)),
    newlySucceeded: uncounted.filter(({ status }) => status?.phase === "Succeeded"),
    newlyFailed: uncounted.filter((pod) => isFailed(pod, job)),
  };
}

function endedMs({ metadata, status }: Pod): number {
  const ends = (status?.containerStatuses ?? []).map(({ state }) =>
    Date.parse(state.terminated?.finishedAt ?? ""),
  );
  const known = ends.filter((timeMs) => !Number.isNaN(timeMs));
  if (known.length > 0) return Math.max(...known);
  return Date.parse(metadata.deletionTimestamp ?? metadata.creationTimestamp);
}

/** Until when no pod is made after failures: 10 s after the last one, doubled for each since a success, 10 min at most. */
export function backoffUntilMs(pods: readonly Pod[]): number {
  const successes = pods.filter(({ status }) => status?.phase === "Succeeded").map(endedMs);
  const lastSuccessMs = Math.max(Number.NEGATIVE_INFINITY, ...successes);
  const failures = pods
    .filter(({ status }) => status?.phase === "Failed")
    .map(endedMs)
    .filter((timeMs) => timeMs >= lastSuccessMs);
  if (failures.length === 0) return 0;
  return Math.max(...failures) + Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** (failures.length - 1));
}
