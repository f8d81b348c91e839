import type { HorizontalPodAutoscaler, MetricName } from "./horizontal-pod-autoscaler.ts";
import type { NormalizedReplicas } from "./hpa-replicas.ts";
import { type Condition, kubeTime, withCondition } from "./pod.ts";

export type HpaOutcome =
  | { kind: "no-target"; message: string }
  | { kind: "disabled" }
  | { kind: "scaled"; rescaled: boolean; normalized: NormalizedReplicas; metric: MetricName };

const LIMIT_MESSAGES: Record<NormalizedReplicas["limit"], string> = {
  DesiredWithinRange: "the desired count is within the acceptable range",
  TooFewReplicas: "the desired replica count is less than the minimum replica count",
  TooManyReplicas: "the desired replica count is more than the maximum replica count",
  ScaleUpLimit: "the desired replica count is increasing faster than the maximum scale rate",
  ScaleDownLimit: "the desired replica count is decreasing faster than the maximum scale rate",
};

/** AbleToScale, ScalingActive and ScalingLimited in the words of the real controller. */
export function hpaConditions(input: {
  hpa: HorizontalPodAutoscaler;
  nowMs: number;
  outcome: HpaOutcome;
}): Condition[] {
  const lastTransitionTime = kubeTime(input.nowMs);
  return conditionsOf(input.outcome)
    .map((condition) => ({ ...condition, lastTransitionTime }))
    .reduce<Condition[]>(withCondition, [...(input.hpa.status?.conditions ?? [])]);
}

function conditionsOf(outcome: HpaOutcome): Condition[] {
  if (outcome.kind === "no-target") {
    return [{ type: "AbleToScale", status: "False", reason: "FailedGetScale", message: outcome.message }];
  }
  if (outcome.kind === "disabled") {
    return [
      {
        type: "AbleToScale",
        status: "True",
        reason: "SucceededGetScale",
        message: "the HPA controller was able to get the target's current scale",
      },
      {
        type: "ScalingActive",
        status: "False",
        reason: "ScalingDisabled",
        message: "scaling is disabled since the replica count of the target is zero",
      },
    ];
  }
  const { normalized, metric } = outcome;
  return [
    ableToScale(outcome),
    {
      type: "ScalingActive",
      status: "True",
      reason: "ValidMetricFound",
      message: `the HPA was able to successfully calculate a replica count from ${metric} resource utilization (percentage of request)`,
    },
    {
      type: "ScalingLimited",
      status: normalized.limit === "DesiredWithinRange" ? "False" : "True",
      reason: normalized.limit,
      message: LIMIT_MESSAGES[normalized.limit],
    },
  ];
}

function ableToScale({ rescaled, normalized }: Extract<HpaOutcome, { kind: "scaled" }>): Condition {
  const condition = (reason: string, message: string): Condition => ({
    type: "AbleToScale",
    status: "True",
    reason,
    message,
  });
  if (rescaled) {
    return condition(
      "SucceededRescale",
      `the HPA controller was able to update the target scale to ${normalized.replicas}`,
    );
  }
  if (normalized.stabilized) {
    return condition(
      "ScaleDownStabilized",
      "recent recommendations were higher than current one, applying the highest recent recommendation",
    );
  }
  return condition("ReadyForNewScale", "recommended size matches current size");
}
