import type { CanaryStrategy, Rollout } from "./rollout-object.ts";

const DEFAULT_SCALE_DOWN_DELAY_SECONDS = 30;

export function canaryOf(rollout: Rollout): CanaryStrategy {
  return rollout.spec.strategy?.canary ?? {};
}

export function replicasOf(rollout: Rollout): number {
  return rollout.spec.replicas ?? 1;
}

/** Whether a router, rather than the number of pods, splits the traffic. */
export function isRouted(rollout: Rollout): boolean {
  return canaryOf(rollout).trafficRouting !== undefined;
}

export function maxTrafficWeight(rollout: Rollout): number {
  return canaryOf(rollout).trafficRouting?.maxTrafficWeight ?? 100;
}

export function progressDeadlineSeconds(rollout: Rollout): number {
  return rollout.spec.progressDeadlineSeconds || 600;
}

export function revisionHistoryLimit(rollout: Rollout): number {
  return rollout.spec.revisionHistoryLimit ?? 10;
}

export function scaleDownDelaySeconds(rollout: Rollout): number {
  return isRouted(rollout)
    ? (canaryOf(rollout).scaleDownDelaySeconds ?? DEFAULT_SCALE_DOWN_DELAY_SECONDS)
    : 0;
}

/** Seconds that an aborted canary keeps its pods; `null` when 0 was written, which means "leave it up". */
export function abortScaleDownDelaySeconds(rollout: Rollout): number | null {
  const explicit = canaryOf(rollout).abortScaleDownDelaySeconds;
  return explicit === 0 ? null : (explicit ?? DEFAULT_SCALE_DOWN_DELAY_SECONDS);
}

export function hasExplicitAbortDelay(rollout: Rollout): boolean {
  return canaryOf(rollout).abortScaleDownDelaySeconds !== undefined;
}

/** `stableRS` and `currentPodHash` agree. */
export function isFullyPromoted(rollout: Rollout): boolean {
  return (rollout.status?.stableRS ?? "") === (rollout.status?.currentPodHash ?? "");
}
