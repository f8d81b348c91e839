import type { CanaryStep, Rollout } from "../kubernetes/rollout.ts";

/** The facts that every decision about a rollout starts from, read once. */
export interface RolloutState {
  /** The desired template is the stable one: there is nothing to promote or abort. */
  fullyPromoted: boolean;
  aborted: boolean;
  /** The controller has seen the latest spec, so that its status speaks of it. */
  specObserved: boolean;
  /** A person resumed, and the controller has not moved on yet: a second promote now would skip a gate. */
  unpausing: boolean;
  manuallyPaused: boolean;
  pauseReasons: readonly string[];
  steps: readonly CanaryStep[];
  /** 0-based, `steps.length` when done. Null where there are no steps. */
  stepIndex: number | null;
  currentStep: CanaryStep | undefined;
}

/** True when `observedGeneration`, a string, speaks of the current spec. Legacy hashes and greater numbers count as seen. */
export function isSpecObserved(rollout: Rollout): boolean {
  const { generation } = rollout.metadata;
  const observed = rollout.status?.observedGeneration;
  if (generation === undefined || observed === undefined) return generation === undefined;
  const observedGeneration = /^\d+$/.test(observed) ? Number(observed) : Number.NaN;
  if (Number.isNaN(observedGeneration) || observedGeneration > generation) return true;
  return observedGeneration === generation;
}

/** The state as the controller's status tells it; see `specObserved` for how far it can be trusted. */
export function readRolloutState(rollout: Rollout): RolloutState {
  const status = rollout.status ?? {};
  const steps = rollout.spec.strategy?.canary?.steps ?? [];
  const stepIndex = steps.length === 0 ? null : (status.currentStepIndex ?? 0);
  const pauseConditions = status.pauseConditions ?? [];
  return {
    fullyPromoted: Boolean(status.stableRS) && status.stableRS === status.currentPodHash,
    aborted: status.abort === true,
    specObserved: isSpecObserved(rollout),
    unpausing: status.controllerPause === true && pauseConditions.length === 0,
    manuallyPaused: rollout.spec.paused === true,
    pauseReasons: pauseConditions.map(({ reason }) => reason),
    steps,
    stepIndex,
    currentStep: stepIndex === null ? undefined : steps[stepIndex],
  };
}

/** Whether all traffic moves at once, from one whole set of pods to another. */
export function isBlueGreen(rollout: Rollout): boolean {
  const { canary, blueGreen } = rollout.spec.strategy ?? {};
  return blueGreen !== undefined && canary === undefined;
}

/** Whether a router splits the traffic, rather than the number of pods. */
export function isRouted(rollout: Rollout): boolean {
  return rollout.spec.strategy?.canary?.trafficRouting !== undefined;
}

/** What weights are counted against: 100 unless the router divides finer. */
export function maxTrafficWeight(rollout: Rollout): number {
  return rollout.spec.strategy?.canary?.trafficRouting?.maxTrafficWeight ?? 100;
}
