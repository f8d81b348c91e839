import { type ReplicaSet, rolloutHashLabel } from "../kubernetes/workload.ts";
import { templateVersion } from "./image-version.ts";
import { findRevision } from "./list-revisions.ts";
import type { WorkloadCommand } from "./plan-workload-action.ts";
import { desiredTemplate, type Workload } from "./workload-row.ts";

type TemplateChange = Extract<WorkloadCommand, { action: "workload.rollBack" | "workload.setImage" }>;

/** Current → new of a change of the pod template, and how it reaches the pods: by the steps of a canary, or at once. */
export function describeTemplateChange(
  command: TemplateChange,
  workload: Workload,
  replicaSets: readonly ReplicaSet[],
): string {
  const current = desiredTemplate(workload, replicaSets);
  if (command.action === "workload.setImage") {
    const containers = current?.spec?.containers ?? [];
    const image = containers.find(({ name }) => name === command.container)?.image ?? "none";
    return `Container ${command.container}: ${image} → ${command.image}.${describePath(workload, undefined)}`;
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

function describePath(workload: Workload, target: ReplicaSet | undefined): string {
  if (workload.kind !== "Rollout" || !hasSteps(workload)) return "";
  const { spec, status } = workload.object;
  const hash = target?.metadata.labels?.[rolloutHashLabel];
  if (hash !== undefined && hash === status?.stableRS)
    return " That is the stable version: all traffic returns to it at once, and no step runs.";
  const window = target && spec.rollbackWindow?.revisions;
  const steps = `${spec.strategy?.canary?.steps?.length ?? 0} steps`;
  return window
    ? ` It begins as a canary, with all ${steps} from the first, unless it is within the rollback window of ${window} revisions.`
    : ` It begins as a canary, with all ${steps} from the first.`;
}
