import { jsonEqual } from "../kubernetes/json-equal.ts";
import type { Rollout } from "../kubernetes/rollout.ts";
import { type PodTemplateSpec, type ReplicaSet, rolloutHashLabel } from "../kubernetes/workload.ts";
import { findReplicaSet } from "./find-replica-set.ts";
import { templateVersion } from "./image-version.ts";
import { findRevision } from "./list-revisions.ts";
import type { WorkloadCommand } from "./plan-workload-action.ts";
import { desiredTemplate, readRevision, type Workload } from "./workload-row.ts";
import { withoutHashLabels, writtenTemplate } from "./written-template.ts";

type SetImage = Extract<WorkloadCommand, { action: "workload.setImage" }>;
type TemplateChange = Extract<WorkloadCommand, { action: "workload.rollBack" }> | SetImage;

/** Current → new of a change of the pod template, and how it reaches the pods: by the steps of a canary, or at once. */
export function describeTemplateChange(
  command: TemplateChange,
  workload: Workload,
  replicaSets: readonly ReplicaSet[],
): string {
  const current = desiredTemplate(workload, replicaSets);
  if (command.action === "workload.setImage") {
    const target = findWithImage(command, workload, replicaSets);
    const how = `${describePath(workload, target)}${describeDetour(command, workload, target, replicaSets)}`;
    return `Container ${command.container}: ${imageIn(current, command) ?? "none"} → ${command.image}.${how}`;
  }
  const revision = findRevision(replicaSets, command.revision);
  const [from, to] = [templateVersion(current), templateVersion(revision?.spec.template)];
  const [versions, the] = from && to && from !== to ? [`${from} → ${to}: `, "the"] : ["", "The"];
  const back = `${the} pod template goes back to that of revision ${command.revision}.`;
  return `${versions}${back}${describePath(workload, revision)}`;
}

/** Whether the change comes to the pods step by step: what it does in an incident depends on that most. */
export function hasSteps({ kind, object }: Workload): boolean {
  return kind === "Rollout" && (object.spec.strategy?.canary?.steps ?? []).length > 0;
}

/** The ReplicaSet that the controller takes up again, as its template is the one that the new image makes. */
function findWithImage(
  command: SetImage,
  workload: Workload,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  if (workload.kind !== "Rollout") return undefined;
  const { currentPodHash } = workload.object.status ?? {};
  // Compared among ReplicaSets, whose templates alike hold what the API server filled in.
  const current = findReplicaSet(replicaSets, currentPodHash);
  const written = current ? writtenTemplate(current) : desiredTemplate(workload, replicaSets);
  const wanted = withoutHashLabels(withImage(written, command));
  return replicaSets.find((each) => jsonEqual(writtenTemplate(each), wanted));
}

function withImage(
  template: PodTemplateSpec | undefined,
  { container, image }: SetImage,
): PodTemplateSpec | undefined {
  const { containers, initContainers } = template?.spec ?? {};
  const set = (all: typeof containers) =>
    all?.map((each) => (each.name === container ? { ...each, image } : each));
  return {
    ...template,
    spec: { ...template?.spec, containers: set(containers), initContainers: set(initContainers) },
  };
}

function imageIn(template: PodTemplateSpec | undefined, { container }: SetImage): string | undefined {
  const { containers = [], initContainers = [] } = template?.spec ?? {};
  return [...containers, ...initContainers].find(({ name }) => name === container)?.image;
}

function describePath(workload: Workload, target: ReplicaSet | undefined): string {
  if (workload.kind !== "Rollout" || !hasSteps(workload)) return "";
  const { spec, status } = workload.object;
  if (!status?.stableRS) return " No version is stable yet: it goes to all pods at once, and no step runs.";
  if (target?.metadata.labels?.[rolloutHashLabel] === status.stableRS) return describeReturn(spec);
  const window = target && spec.rollbackWindow?.revisions;
  const steps = `${spec.strategy?.canary?.steps?.length ?? 0} steps`;
  return window
    ? ` It begins as a canary, with all ${steps} from the first, unless it is within the rollback window of ${window} revisions.`
    : ` It begins as a canary, with all ${steps} from the first.`;
}

/** Who wants the stable version back by its image does not get it where the templates differ otherwise, as in a label of the version. */
function describeDetour(
  command: SetImage,
  workload: Workload,
  target: ReplicaSet | undefined,
  replicaSets: readonly ReplicaSet[],
): string {
  if (workload.kind !== "Rollout" || !hasSteps(workload)) return "";
  const stable = findReplicaSet(replicaSets, workload.object.status?.stableRS);
  if (!stable || stable === target || imageIn(stable.spec.template, command) !== command.image) return "";
  const revision = readRevision(stable.metadata.annotations);
  const back = revision === null ? "" : `: rolling back to revision ${revision} returns to it without steps`;
  return ` The stable version has this image, but a pod template that differs otherwise${back}.`;
}

/** With dynamicStableScale the stable version was scaled down: traffic returns only as fast as its pods do. */
function describeReturn({ strategy }: Rollout["spec"]): string {
  const pace = strategy?.canary?.dynamicStableScale
    ? "traffic returns to it as its pods come up"
    : "all traffic returns to it at once";
  return ` That is the stable version: ${pace}, and no step runs.`;
}
