import type { HpaInfo } from "@horizon/contracts";
import type {
  Condition,
  HorizontalPodAutoscaler,
  HpaMetric,
  HpaMetricValue,
} from "../kubernetes/workload.ts";
import { parseQuantity } from "./quantity.ts";

interface MetricSource {
  /** What it measures: the same in what is asked for and in what was measured. */
  identity: string;
  name: string;
  target: HpaMetricValue | undefined;
  current: HpaMetricValue | undefined;
}

function readMetric(metric: HpaMetric): MetricSource {
  const { type, resource, containerResource } = metric;
  const source = metric.pods ?? metric.object ?? metric.external;
  const { target, current } = resource ?? containerResource ?? source ?? {};
  const name = containerResource
    ? `${containerResource.name} of ${containerResource.container}`
    : (resource?.name ?? source?.metric.name ?? type);
  const { metric: { selector } = {}, describedObject } = source ?? {};
  return { identity: JSON.stringify([type, name, selector, describedObject]), name, target, current };
}

const forms = ["averageUtilization", "averageValue", "value"] as const;

/** In which form the target is given; what was measured has that one too, and may have others beside it. */
const formOf = (target: HpaMetricValue | undefined) => forms.find((form) => target?.[form] !== undefined);

function readValue(value: HpaMetricValue | undefined, form: (typeof forms)[number]): number | null {
  const quantity = value?.[form];
  return quantity === undefined ? null : parseQuantity(quantity);
}

/** What keeps the autoscaler from scaling; null while it can. */
function findFault(conditions: readonly Condition[]): string | null {
  const failed = (name: string) => conditions.find(({ type, status }) => type === name && status === "False");
  if (failed("AbleToScale")) return "cannot scale it";
  const inactive = failed("ScalingActive");
  if (inactive === undefined) return null;
  if (inactive.reason === "ScalingDisabled") return "stopped while there are 0 pods";
  if (inactive.reason === "AmbiguousSelector") return "stopped: more than one autoscaler";
  return "cannot read its metrics";
}

/** The autoscaler with each metric's target and what it last measured; null where it has not measured. */
export function toHpaInfo(hpa: HorizontalPodAutoscaler): HpaInfo {
  const measured = new Map(
    (hpa.status?.currentMetrics ?? []).map(readMetric).map(({ identity, current }) => [identity, current]),
  );
  return {
    name: hpa.metadata.name,
    minReplicas: hpa.spec.minReplicas ?? 1,
    maxReplicas: hpa.spec.maxReplicas,
    currentReplicas: hpa.status?.currentReplicas ?? 0,
    desiredReplicas: hpa.status?.desiredReplicas ?? 0,
    fault: findFault(hpa.status?.conditions ?? []),
    metrics: (hpa.spec.metrics ?? []).map(readMetric).map(({ identity, name, target }) => {
      const form = formOf(target) ?? "value";
      return {
        name,
        target: readValue(target, form) ?? 0,
        current: readValue(measured.get(identity), form),
        isPercent: form === "averageUtilization",
      };
    }),
    conditions: (hpa.status?.conditions ?? []).map(({ type, status, reason = "", message = "" }) => ({
      type,
      status,
      reason,
      message,
    })),
  };
}
