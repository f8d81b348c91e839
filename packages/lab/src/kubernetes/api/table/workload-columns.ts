import type { KubeObject } from "../../store/object-store.ts";
import { numberAt, objectsAt, readPath, textAt } from "../../store/read-path.ts";
import { formatSelector } from "./format-selector.ts";
import { ageOf, humanDuration } from "./human-duration.ts";
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

const daemonSetColumns = (): TableColumn[] => [
  NAME,
  numberColumn("Desired", count("status", "desiredNumberScheduled")),
  numberColumn("Current", count("status", "currentNumberScheduled")),
  numberColumn("Ready", count("status", "numberReady")),
  numberColumn("Up-to-date", count("status", "updatedNumberScheduled")),
  numberColumn("Available", count("status", "numberAvailable")),
  column("Node Selector", (object) =>
    formatSelector({ matchLabels: readPath(object, ["spec", "template", "spec", "nodeSelector"]) ?? {} }),
  ),
  AGE,
  ...TEMPLATE_COLUMNS,
];

const statefulSetColumns = (): TableColumn[] => [
  NAME,
  column(
    "Ready",
    (object) =>
      `${numberAt(object, ["status", "readyReplicas"]) ?? 0}/${numberAt(object, ["spec", "replicas"]) ?? 0}`,
  ),
  AGE,
  ...TEMPLATE_COLUMNS.slice(0, 2),
];

const controllerRevisionColumns = (): TableColumn[] => [
  NAME,
  column("Controller", ({ apiVersion, metadata }) => {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller);
    if (!owner) return NONE;
    const [group] = (owner.apiVersion ?? apiVersion).split("/");
    return `${owner.kind.toLowerCase()}.${group}/${owner.name}`;
  }),
  numberColumn("Revision", count("revision")),
  AGE,
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

function jobStatus(job: KubeObject): string {
  const types = ["Complete", "Failed", "FailureTarget", "Suspended"];
  const conditions = objectsAt(job, ["status", "conditions"]).filter(({ status }) => status === "True");
  const found = types.find((type) => conditions.some((condition) => condition.type === type));
  if (found) return found;
  return job.metadata.deletionTimestamp ? "Terminating" : "Running";
}

/** `0/3`; with workers at a queue `0/1 of 4`. */
function jobCompletions(job: KubeObject): string {
  const succeeded = numberAt(job, ["status", "succeeded"]) ?? 0;
  const completions = numberAt(job, ["spec", "completions"]);
  if (completions !== undefined) return `${succeeded}/${completions}`;
  const parallelism = numberAt(job, ["spec", "parallelism"]) ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

const jobColumns = (): TableColumn[] => [
  NAME,
  column("Status", jobStatus),
  column("Completions", jobCompletions),
  column("Duration", jobDuration),
  AGE,
  ...TEMPLATE_COLUMNS,
];

const cronJobContainers = (cronJob: KubeObject, field: string) =>
  objectsAt(cronJob, ["spec", "jobTemplate", "spec", "template", "spec", "containers"])
    .map((container) => String(container[field]))
    .join(",");

const cronJobColumns = (): TableColumn[] => [
  NAME,
  column("Schedule", text("spec", "schedule")),
  column("Timezone", text("spec", "timeZone")),
  column("Suspend", (object) => (readPath(object, ["spec", "suspend"]) === true ? "True" : "False")),
  numberColumn("Active", (object) => objectsAt(object, ["status", "active"]).length),
  column("Last Schedule", (object, nowMs) => {
    const time = textAt(object, ["status", "lastScheduleTime"]);
    return time ? ageOf(time, nowMs) : NONE;
  }),
  AGE,
  wideColumn("Containers", (object) => cronJobContainers(object, "name")),
  wideColumn("Images", (object) => cronJobContainers(object, "image")),
  wideColumn("Selector", () => NONE),
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
  "daemonsets.apps": daemonSetColumns,
  "statefulsets.apps": statefulSetColumns,
  "controllerrevisions.apps": controllerRevisionColumns,
  "rollouts.argoproj.io": rolloutColumns,
  "analysisruns.argoproj.io": phaseColumns,
  "experiments.argoproj.io": phaseColumns,
  "jobs.batch": jobColumns,
  "cronjobs.batch": cronJobColumns,
  "horizontalpodautoscalers.autoscaling": autoscalerColumns,
  "poddisruptionbudgets.policy": disruptionBudgetColumns,
};
