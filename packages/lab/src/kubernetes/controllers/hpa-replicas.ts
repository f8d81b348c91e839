import type { ScalingRules } from "./horizontal-pod-autoscaler.ts";

/** One pod's use of a resource against its request, in the same unit. */
export interface PodUsage {
  usage: number;
  request: number;
  ready: boolean;
}

const TOLERANCE = 0.1;

/** Mean use of the ready pods in per cent of their requests. */
export function utilization(pods: readonly PodUsage[]): number {
  const requests = pods.reduce((sum, { request }) => sum + request, 0);
  if (requests === 0) return 0;
  return Math.trunc((pods.reduce((sum, { usage }) => sum + usage, 0) * 100) / requests);
}

/**
 * Replicas that would bring the utilisation to the target; kube-controller-manager's `GetResourceReplicas`.
 * Pods that are not ready yet count as idle before scaling up, so that starting pods do not cause more of them.
 */
export function replicasForUtilization(pods: readonly PodUsage[], current: number, target: number): number {
  const ready = pods.filter((pod) => pod.ready);
  if (ready.length === 0) return current;
  const ratio = utilization(ready) / target;
  const hasUnready = ready.length < pods.length;
  if (!hasUnready || ratio < 1) {
    return Math.abs(1 - ratio) <= TOLERANCE ? current : Math.ceil(ratio * ready.length);
  }
  const cautious = utilization(pods.map((pod) => (pod.ready ? pod : { ...pod, usage: 0 }))) / target;
  if (Math.abs(1 - cautious) <= TOLERANCE || cautious < 1) return current;
  return Math.max(current, Math.ceil(cautious * pods.length));
}

/** A size that was wanted, or a change that was made, at a time. */
export interface TimedReplicas {
  timeMs: number;
  replicas: number;
}

const DEFAULT_UP: Required<ScalingRules> = {
  stabilizationWindowSeconds: 0,
  selectPolicy: "Max",
  policies: [
    { type: "Pods", value: 4, periodSeconds: 15 },
    { type: "Percent", value: 100, periodSeconds: 15 },
  ],
};
const DEFAULT_DOWN: Required<ScalingRules> = {
  stabilizationWindowSeconds: 300,
  selectPolicy: "Max",
  policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
};

export interface NormalizeInput {
  current: number;
  wanted: number;
  minReplicas: number;
  maxReplicas: number;
  behavior: { scaleUp?: ScalingRules; scaleDown?: ScalingRules } | undefined;
  /** Recommendations up to and including now. */
  recommendations: readonly TimedReplicas[];
  /** Changes already made; negative when scaled down. */
  changes: readonly TimedReplicas[];
  nowMs: number;
}

export interface NormalizedReplicas {
  replicas: number;
  stabilized: boolean;
  /** Reason of the ScalingLimited condition. */
  limit: "DesiredWithinRange" | "TooFewReplicas" | "TooManyReplicas" | "ScaleUpLimit" | "ScaleDownLimit";
}

/** Stabilisation window, scaling policies and bounds, in the order in which the real controller applies them. */
export function normalizeReplicas(input: NormalizeInput): NormalizedReplicas {
  const { current, wanted, minReplicas, maxReplicas, behavior } = input;
  const up = { ...DEFAULT_UP, ...behavior?.scaleUp };
  const down = { ...DEFAULT_DOWN, ...behavior?.scaleDown };
  const stable = stabilize(input, up, down);
  const stabilized = stable !== wanted;
  const bounded = Math.min(maxReplicas, Math.max(minReplicas, stable));
  const rate = bounded > current ? upLimit(input, up) : downLimit(input, down);
  if (bounded > current && rate < bounded)
    return { replicas: Math.max(current, rate), stabilized, limit: "ScaleUpLimit" };
  if (bounded < current && rate > bounded)
    return { replicas: Math.min(current, rate), stabilized, limit: "ScaleDownLimit" };
  if (stable > maxReplicas) return { replicas: bounded, stabilized, limit: "TooManyReplicas" };
  if (stable < minReplicas) return { replicas: bounded, stabilized, limit: "TooFewReplicas" };
  return { replicas: bounded, stabilized, limit: "DesiredWithinRange" };
}

function stabilize(
  { current, wanted, recommendations, nowMs }: NormalizeInput,
  up: Required<ScalingRules>,
  down: Required<ScalingRules>,
): number {
  const within = (seconds: number) =>
    recommendations.filter(({ timeMs }) => timeMs > nowMs - seconds * 1000).map(({ replicas }) => replicas);
  const lowest = Math.min(wanted, ...within(up.stabilizationWindowSeconds));
  const highest = Math.max(wanted, ...within(down.stabilizationWindowSeconds));
  return Math.min(Math.max(current, lowest), highest);
}

function upLimit({ current, changes, nowMs }: NormalizeInput, rules: Required<ScalingRules>): number {
  if (rules.selectPolicy === "Disabled") return current;
  const limits = rules.policies.map(({ type, value, periodSeconds }) => {
    const added = changedSince(changes, nowMs - periodSeconds * 1000, 1);
    const start = current - added;
    return type === "Pods" ? start + value : Math.ceil(start * (1 + value / 100));
  });
  return rules.selectPolicy === "Min" ? Math.min(...limits) : Math.max(...limits);
}

function downLimit({ current, changes, nowMs }: NormalizeInput, rules: Required<ScalingRules>): number {
  if (rules.selectPolicy === "Disabled") return current;
  const limits = rules.policies.map(({ type, value, periodSeconds }) => {
    const start = current + changedSince(changes, nowMs - periodSeconds * 1000, -1);
    return type === "Pods" ? start - value : Math.floor(start * (1 - value / 100));
  });
  return rules.selectPolicy === "Min" ? Math.max(...limits) : Math.min(...limits);
}

function changedSince(changes: readonly TimedReplicas[], sinceMs: number, sign: 1 | -1): number {
  return changes
    .filter(({ timeMs, replicas }) => timeMs > sinceMs && Math.sign(replicas) === sign)
    .reduce((sum, { replicas }) => sum + Math.abs(replicas), 0);
}
