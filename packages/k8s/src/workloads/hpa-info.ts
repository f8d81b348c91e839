import type { HpaInfo } from "@horizon/contracts";
import type { HorizontalPodAutoscaler, HpaMetric, HpaMetricValue } from "../kubernetes/workload.ts";
import { parseQuantity } from "./quantity.ts";

interface MetricSource {
  name: string;
  target: HpaMetricValue | undefined;
  current: HpaMetricValue | undefined;
}

function readMetric(metric: HpaMetric): MetricSource {
  const named = metric.resource ?? metric.containerResource;
  if (named) return { name: named.name, target: named.target, current: named.current };
  const source = metric.pods ?? metric.object ?? metric.external;
  return { name: source?.metric.name ?? metric.type, target: source?.target, current: source?.current };
}

/** Percent of the request for a utilization target, else the plain value. */
function readValue(value: HpaMetricValue | undefined): number | null {
  if (value?.averageUtilization !== undefined) return value.averageUtilization;
  const quantity = value?.averageValue ?? value?.value;
  return quantity === undefined ? null : parseQuantity(quantity);
}

/** The autoscaler with each metric's target and what it last measured; null where it has not measured. */
export function toHpaInfo(hpa: HorizontalPodAutoscaler): HpaInfo {
  const measured = (hpa.status?.currentMetrics ?? []).map(readMetric);
  return {
    name: hpa.metadata.name,
    minReplicas: hpa.spec.minReplicas ?? 1,
    maxReplicas: hpa.spec.maxReplicas,
    currentReplicas: hpa.status?.currentReplicas ?? 0,
    desiredReplicas: hpa.status?.desiredReplicas ?? 0,
    metrics: (hpa.spec.metrics ?? []).map(readMetric).map(({ name, target }) => ({
      name,
      target: readValue(target) ?? 0,
      current: readValue(measured.find((metric) => metric.name === name)?.current),
    })),
    conditions: (hpa.status?.conditions ?? []).map(({ type, status, reason = "", message = "" }) => ({
      type,
      status,
      reason,
      message,
    })),
  };
}
