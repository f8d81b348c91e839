import type { WorkloadRow } from "@horizon/contracts";

type HpaSummary = NonNullable<WorkloadRow["hpa"]>;

/** `5 in 3–20`: the replicas now, between the bounds. */
export function hpaReplicasText(hpa: HpaSummary): string {
  return `${hpa.currentReplicas} in ${hpa.minReplicas}–${hpa.maxReplicas}`;
}

/** Number and sign stay on one line. */
const percent = (value: number) => `${value}\u00a0%`;

type HpaMetric = HpaSummary["metrics"][number];

/** Lengths of queues, bytes, cores: three digits say enough. */
const plain = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3, notation: "compact" });

function metricText({ name, current, target, isPercent }: HpaMetric): string {
  // English has a B for a thousand million; in a cluster it is a G.
  const text = (value: number) => (isPercent ? String(value) : plain.format(value).replace("B", "G"));
  const now = current === null ? "not measured," : text(current);
  return `${name} ${now} of ${isPercent ? percent(target) : text(target)}`;
}

/** `cpu 63 of 70 %, memory not measured, of 80 %` */
export function hpaMetricsText(hpa: HpaSummary): string {
  return hpa.metrics.map(metricText).join(", ");
}

/** The one metric that decides, as the autoscaler follows the one that is nearest to or furthest over its target. */
export function hpaTightestText(hpa: HpaSummary): string {
  const share = ({ current, target }: HpaMetric) => (current === null || target <= 0 ? -1 : current / target);
  const [tightest] = hpa.metrics.toSorted((a, b) => share(b) - share(a));
  return tightest ? metricText(tightest) : "";
}

/** What keeps the autoscaler from its target now, or null: a fault, or a bound while it wants to go further. */
export function hpaLimitText(hpa: HpaSummary): string | null {
  if (hpa.fault) return hpa.fault;
  const hot = hpa.metrics.some((metric) => metric.current !== null && metric.current > metric.target);
  if (hot && hpa.currentReplicas >= hpa.maxReplicas) return "at its maximum and still above target";
  if (hpa.desiredReplicas !== hpa.currentReplicas) return `scaling to ${hpa.desiredReplicas}`;
  return null;
}
