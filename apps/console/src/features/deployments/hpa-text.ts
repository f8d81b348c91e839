import type { WorkloadRow } from "@horizon/contracts";

type HpaSummary = NonNullable<WorkloadRow["hpa"]>;

/** `5 in 3–20`: the replicas now, between the bounds. */
export function hpaReplicasText(hpa: HpaSummary): string {
  return `${hpa.currentReplicas} in ${hpa.minReplicas}–${hpa.maxReplicas}`;
}

/** `cpu 63 % of 70 %, memory not measured of 80 %` */
export function hpaMetricsText(hpa: HpaSummary): string {
  return hpa.metrics
    .map((metric) => {
      const current = metric.current === null ? "not measured" : `${metric.current} %`;
      return `${metric.name} ${current} of ${metric.target} %`;
    })
    .join(", ");
}

/** What limits the autoscaler now, or null: at a bound while it wants to go further. */
export function hpaLimitText(hpa: HpaSummary): string | null {
  const hot = hpa.metrics.some((metric) => metric.current !== null && metric.current > metric.target);
  if (hot && hpa.currentReplicas >= hpa.maxReplicas) return "at its maximum and still above target";
  if (hpa.desiredReplicas !== hpa.currentReplicas) return `scaling to ${hpa.desiredReplicas}`;
  return null;
}
