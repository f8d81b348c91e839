import { abortScaleDownDelaySeconds, isRouted, maxTrafficWeight } from "./rollout-defaults.ts";
import type { CanaryStep, Rollout, SetCanaryScale } from "./rollout-object.ts";

export function stepsOf(rollout: Rollout): CanaryStep[] {
  return rollout.spec.strategy?.canary?.steps ?? [];
}

/** The index that means "all steps done"; absent when there are no steps. */
export function finalStepIndex(rollout: Rollout): number | undefined {
  return stepsOf(rollout).length || undefined;
}

/** The running step. `index` is absent without steps; `step` is also absent once all are done. */
export function currentStep(rollout: Rollout): { step?: CanaryStep; index?: number } {
  const steps = stepsOf(rollout);
  if (steps.length === 0) return {};
  const index = rollout.status?.currentStepIndex ?? 0;
  const step = steps[index];
  return step ? { step, index } : { index };
}

/** Weight of the nearest `setWeight` at or before the current step: 0 when aborted, the maximum after the last step. */
export function currentSetWeight(rollout: Rollout): number {
  if (rollout.status?.abort) return 0;
  const { step, index } = currentStep(rollout);
  if (!step || index === undefined) return maxTrafficWeight(rollout);
  return nearestSetWeight(stepsOf(rollout).slice(0, index + 1));
}

/** Weight of the last `setWeight` strictly before the current step. */
export function previousSetWeight(rollout: Rollout): number {
  const { index = 0 } = currentStep(rollout);
  return nearestSetWeight(stepsOf(rollout).slice(0, index));
}

/** The `setCanaryScale` that rules the canary's size now (§3.4 of the state machine): routed canaries only. */
export function setCanaryScaleInForce(rollout: Rollout): SetCanaryScale | undefined {
  if (!isRouted(rollout)) return undefined;
  if (rollout.status?.abort && abortScaleDownDelaySeconds(rollout) !== null) return undefined;
  const { step, index } = currentStep(rollout);
  if (!step || index === undefined) return undefined;
  const scale = stepsOf(rollout)
    .slice(0, index + 1)
    .findLast((candidate) => candidate.setCanaryScale)?.setCanaryScale;
  return scale?.matchTrafficWeight ? undefined : scale;
}

/** How events name a step. */
export function describeStep(step: CanaryStep): string {
  if (step.setWeight !== undefined) return `setWeight: ${step.setWeight}`;
  if (step.pause) return step.pause.duration === undefined ? "pause" : `pause: ${step.pause.duration}`;
  if (step.experiment) return "experiment";
  if (step.analysis) return "analysis";
  if (step.setCanaryScale) return describeScale(step.setCanaryScale);
  if (step.plugin) return `plugin: ${step.plugin.name}`;
  if (step.setHeaderRoute) return `setHeaderRoute: ${step.setHeaderRoute.name}`;
  if (step.setMirrorRoute) return `setMirrorRoute: ${step.setMirrorRoute.name}`;
  return "invalid";
}

function describeScale(scale: SetCanaryScale): string {
  if (scale.weight !== undefined) return `setCanaryScale{weight: ${scale.weight}}`;
  if (scale.matchTrafficWeight) return "setCanaryScale{matchTrafficWeight: true}";
  return `setCanaryScale{replicas: ${scale.replicas}}`;
}

function nearestSetWeight(steps: CanaryStep[]): number {
  return steps.findLast((step) => step.setWeight !== undefined)?.setWeight ?? 0;
}
