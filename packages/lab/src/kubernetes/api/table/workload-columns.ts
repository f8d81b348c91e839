import type { KubeObject } from "../../store/object-store.ts";
import { numberAt, objectsAt, readPath, textAt } from "../../store/read-path.ts";
import { formatSelector } from "./format-selector.ts";
import { humanDuration } from "./human-duration.ts";
import { summarizePod } from "./pod-status.ts";
import {
  AGE,
  type ColumnReader,
  column,
  NAME,
  numberColumn,
  type TableColumn,
  wideColumn,
} from "./table-column.ts";

const NONE = "<none>";

const text =
  (...path: string[]): ColumnReader =>
  (object) =>
    textAt(object, path) || NONE;
const count =
  (...path: string[]): ColumnReader =>
  (object) =>
    numberAt(object, path) ?? 0;

const templateContainers = (object: KubeObject) =>
  objectsAt(object, ["spec", "template", "spec", "containers"]);
const TEMPLATE_COLUMNS: TableColumn[] = [
  wideColumn("Containers", (object) =>
    templateContainers(object)
      .map(({ name }) => name)
      .join(","),
  ),
  wideColumn("Images", (object) =>
    templateContainers(object)
      .map(({ image }) => image)
      .join(","),
  ),
  wideColumn("Selector", (object) => formatSelector(readPath(object, ["spec", "selector"]))),
];

const podColumns = (): TableColumn[] => [
  NAME,
  column("Ready", (pod, nowMs) => summarizePod(pod, nowMs).ready),
  column("Status", (pod, nowMs) => summarizePod(pod, nowMs).status),
  column("Restarts", (pod, nowMs) => summarizePod(pod, nowMs).restarts),
  AGE,
  wideColumn("IP", text("status", "podIP")),
  wideColumn("Node", text("spec", "nodeName")),
  wideColumn("Nominated Node", text("status", "nominatedNodeName")),
  wideColumn("Readiness Gates", () => NONE),
];

const deploymentColumns = (): TableColumn[] => [
  NAME,
  column(
    "Ready",
    (object) =>
      `${numberAt(object, ["status", "readyReplicas"]) ?? 0}/${numberAt(object, ["spec", "replicas"]) ?? 0}`,
  ),
  numberColumn("Up-to-date", count("status", "updatedReplicas")),
  numberColumn("Available", count("status", "availableReplicas")),
  AGE,
  ...TEMPLATE_COLUMNS,
];

const replicaSetColumns = (): TableColumn[] => [
  NAME,
  numberColumn("Desired", count("spec", "replicas")),
  numberColumn("Current", count("status", "replicas")),
  numberColumn("Ready", count("status", "readyReplicas")),
  AGE,
  ...TEMPLATE_COLUMNS,
];

const rolloutColumns = (): TableColumn[] => [
  NAME,
  numberColumn("Desired", count("spec", "replicas")),
  numberColumn("Current", count("status", "replicas")),
  numberColumn("Up-to-date", count("status", "updatedReplicas")),
  numberColumn("Available", count("status", "availableReplicas")),
  AGE,
];

const phaseColumns = (): TableColumn[] => [
  NAME,
  column("Status", (object) => textAt(object, ["status", "phase"]) ?? ""),
  AGE,
];

function jobDuration(job: KubeObject, nowMs: number): string {
  const start = textAt(job, ["status", "startTime"]);
  if (!start) return "";
  const end = textAt(job, ["status", "completionTime"]);
  return humanDuration((end ? Date.parse(end) : nowMs) - Date.parse(start));
}

const jobColumns = (): TableColumn[] => [
  NAME,
  column("Status", (job) => {
    const condition = objectsAt(job, ["status", "conditions"]).find(({ status }) => status === "True");
    return String(condition?.type ?? "Running");
  }),
  column(
    "Completions",
    (job) => `${numberAt(job, ["status", "succeeded"]) ?? 0}/${numberAt(job, ["spec", "completions"]) ?? 1}`,
  ),
  column("Duration", jobDuration),
  AGE,
  ...TEMPLATE_COLUMNS,
];

function formatTarget(current: unknown, target: unknown): string {
  const utilization = numberAt(target, ["averageUtilization"]);
  if (utilization === undefined) {
    return `${textAt(current, ["averageValue"]) ?? "<unknown>"}/${textAt(target, ["averageValue"]) ?? textAt(target, ["value"])}`;
  }
  const now = numberAt(current, ["averageUtilization"]);
  return `${now === undefined ? "<unknown>" : `${now}%`}/${utilization}%`;
}

/** `cpu: 41%/70%, memory: <unknown>/80%`. */
function formatTargets(autoscaler: KubeObject): string {
  const current = objectsAt(autoscaler, ["status", "currentMetrics"]);
  const targets = objectsAt(autoscaler, ["spec", "metrics"]).map((metric) => {
    const name = textAt(metric, ["resource", "name"]);
    const found = current.find((candidate) => textAt(candidate, ["resource", "name"]) === name);
    return `${name ?? metric.type}: ${formatTarget(readPath(found, ["resource", "current"]), readPath(metric, ["resource", "target"]))}`;
  });
  return targets.join(", ") || NONE;
}

const autoscalerColumns = (): TableColumn[] => [
  NAME,
  column(
    "Reference",
    (object) =>
      `${textAt(object, ["spec", "scaleTargetRef", "kind"])}/${textAt(object, ["spec", "scaleTargetRef", "name"])}`,
  ),
  column("Targets", formatTargets),
  column("MinPods", (object) => String(numberAt(object, ["spec", "minReplicas"]) ?? "<unset>")),
  numberColumn("MaxPods", count("spec", "maxReplicas")),
  numberColumn("Replicas", count("status", "currentReplicas")),
  AGE,
];

const bound =
  (field: string): ColumnReader =>
  (object) =>
    String(readPath(object, ["spec", field]) ?? "N/A");

const disruptionBudgetColumns = (): TableColumn[] => [
  NAME,
  column("Min Available", bound("minAvailable")),
  column("Max Unavailable", bound("maxUnavailable")),
  numberColumn("Allowed Disruptions", count("status", "disruptionsAllowed")),
  AGE,
];

/** Columns of what runs, by resource. */
export const WORKLOAD_COLUMNS: Record<string, () => TableColumn[]> = {
  pods: podColumns,
  "deployments.apps": deploymentColumns,
  "replicasets.apps": replicaSetColumns,
  "rollouts.argoproj.io": rolloutColumns,
  "analysisruns.argoproj.io": phaseColumns,
  "experiments.argoproj.io": phaseColumns,
  "jobs.batch": jobColumns,
  "horizontalpodautoscalers.autoscaling": autoscalerColumns,
  "poddisruptionbudgets.policy": disruptionBudgetColumns,
};
