import type { PodMetrics } from "../runtime/pod-metrics.ts";
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
  MetricName,
} from "./horizontal-pod-autoscaler.ts";
import { type PodUsage, replicasForUtilization, utilization } from "./hpa-replicas.ts";
import { podRequests } from "./node.ts";
import { isPodReady, type Pod } from "./pod.ts";

export interface Measurement {
  /** The largest size that any metric asks for. */
  replicas: number;
  /** The metric that asked for it. */
  metric: MetricName;
  currentMetrics: NonNullable<HorizontalPodAutoscalerStatus["currentMetrics"]>;
}

/** Evaluates every metric of an autoscaler over the target's active pods. */
export function measure(
  hpa: HorizontalPodAutoscaler,
  pods: readonly Pod[],
  current: number,
  metrics: PodMetrics,
): Measurement {
  let best: { replicas: number; metric: MetricName } | undefined;
  const currentMetrics: Measurement["currentMetrics"] = [];
  for (const { resource } of hpa.spec.metrics ?? []) {
    const target = resource?.target.averageUtilization;
    if (!resource || target === undefined) continue;
    const usages = pods.map((pod) => podUsage(pod, resource.name, metrics));
    const ready = usages.filter((usage) => usage.ready);
    const replicas = replicasForUtilization(usages, current, target);
    if (!best || replicas > best.replicas) best = { replicas, metric: resource.name };
    const mean = ready.reduce((sum, { usage }) => sum + usage, 0) / Math.max(1, ready.length);
    currentMetrics.push({
      type: "Resource",
      resource: {
        name: resource.name,
        current: { averageUtilization: utilization(ready), averageValue: quantity(resource.name, mean) },
      },
    });
  }
  return { ...(best ?? { replicas: current, metric: "cpu" }), currentMetrics };
}

function podUsage(pod: Pod, metric: MetricName, metrics: PodMetrics): PodUsage {
  const usage = metrics.usageOf(pod);
  const request = podRequests(pod)[metric];
  return { usage: metric === "cpu" ? usage.cpuCores : usage.memoryBytes, request, ready: isPodReady(pod) };
}

function quantity(metric: MetricName, value: number): string {
  return metric === "cpu" ? `${Math.round(value * 1000)}m` : `${Math.round(value)}`;
}
