import type { FieldChange } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import type { ReplicaSet } from "../kubernetes/workload.ts";
import { abortCause } from "../rollouts/analysis-verdict.ts";
import { getDesiredWeight } from "../rollouts/canary-weights.ts";
import { type RolloutState, readRolloutState } from "../rollouts/rollout-state.ts";
import { diffJson } from "../workloads/diff-json.ts";
import { findReplicaSet } from "../workloads/find-replica-set.ts";
import { imageTag, mainContainer, templateVersion } from "../workloads/image-version.ts";
import type { Workload } from "../workloads/workload-row.ts";
import type { DetectedChange } from "./change-draft.ts";

/** What changed between two states of one workload, as entries of the feed, most telling first. */
export function detectWorkloadChange(
  before: Workload,
  after: Workload,
  replicaSets: readonly ReplicaSet[] = [],
): DetectedChange[] {
  const found = detectSpecChange(before, after);
  const changes = found ? [found] : [];
  if (before.kind === "Rollout" && after.kind === "Rollout") {
    const progress = detectRolloutProgress(before.object, after.object, replicaSets);
    if (progress) changes.push(progress);
  }
  return changes;
}

function detectSpecChange(before: Workload, after: Workload): DetectedChange | undefined {
  const fields = diffJson(before.object.spec, after.object.spec, "spec");
  if (fields.length === 0) return undefined;
  const { name } = after.object.metadata;
  const isRestart = ({ path }: FieldChange) =>
    path === "spec.restartAt" || path.endsWith("kubectl.kubernetes.io/restartedAt");
  const isPause = ({ path }: FieldChange) => path === "spec.paused";
  const templateFields = fields.filter(
    (field) => field.path.startsWith("spec.template") && !isRestart(field),
  );
  if (templateFields.length > 0) {
    // The controller replaces no pod of a paused Deployment: the change waits for whoever resumes it.
    const isHeld = after.kind === "Deployment" && after.object.spec.paused;
    const summary = `${describeTemplate(after, templateFields)}${isHeld ? "; it is paused, and no pod has it yet" : ""}`;
    return { type: "deploy", summary, fields };
  }
  const replicas = fields.find(({ path }) => path === "spec.replicas");
  if (replicas) {
    return {
      type: "scale",
      summary: `${name} is scaled ${replicas.before ?? "1"} → ${replicas.after ?? "1"}`,
      fields,
    };
  }
  if (fields.some(isRestart)) return { type: "restart", summary: `${name} is restarted`, fields };
  if (fields.every(isPause)) {
    const verb = after.object.spec.paused ? "paused" : "resumed";
    return { type: "rollout", summary: `${name} is ${verb} by hand`, fields };
  }
  return { type: "deploy", summary: `The specification of ${name} changed`, fields };
}

/** The version is that of the main container; an image of another one is told with its name. */
function describeTemplate({ object }: Workload, fields: readonly FieldChange[]): string {
  const { name } = object.metadata;
  const { template } = object.spec;
  const main = mainContainer(template)?.name;
  const images = fields.flatMap((field) => {
    const [, list, container] = /\.(containers|initContainers)\[([^\]]+)\]\.image$/.exec(field.path) ?? [];
    return container === undefined
      ? []
      : { ...field, container, isMain: list === "containers" && container === main };
  });
  const image = images.find(({ isMain }) => isMain) ?? images[0];
  if (!image) {
    const version = templateVersion(template);
    return `The pod template of ${name} changed${version === "" ? "" : ` (${version})`}`;
  }
  const tags = `${imageTag(image.before ?? "")} → ${imageTag(image.after ?? "")}`;
  return image.isMain
    ? `${name} is deployed: ${tags}`
    : `${name} is deployed with another ${image.container}: ${tags}`;
}

function detectRolloutProgress(
  before: Rollout,
  after: Rollout,
  replicaSets: readonly ReplicaSet[],
): DetectedChange | undefined {
  const was = readRolloutState(before);
  const is = readRolloutState(after);
  const sentence = describeProgress(before, after, was, is, replicaSets);
  if (sentence === undefined) return undefined;
  const pick = ({ status = {} }: Rollout, state: RolloutState) => ({
    currentStepIndex: state.stepIndex ?? undefined,
    stableRS: status.stableRS || undefined,
    currentPodHash: status.currentPodHash || undefined,
    abort: status.abort || undefined,
    promoteFull: status.promoteFull || undefined,
    pause: state.pauseReasons[0],
  });
  const fields = diffJson(pick(before, was), pick(after, is), "status");
  return { type: "rollout", summary: `${after.metadata.name} ${sentence}`, fields };
}

/** The one thing to say about the step from one state to the next; undefined when nothing is worth an entry. */
function describeProgress(
  before: Rollout,
  after: Rollout,
  was: RolloutState,
  is: RolloutState,
  replicaSets: readonly ReplicaSet[],
): string | undefined {
  const versionOf = (hash: string | undefined) =>
    templateVersion(findReplicaSet(replicaSets, hash)?.spec.template);
  if (!was.aborted && is.aborted) {
    const cause = abortCause(after.status?.message ?? "");
    return cause ? `was aborted: ${cause}` : "was aborted";
  }
  // The controller takes an abort back for a promotion in full as well.
  const isInFull = before.status?.promoteFull || after.status?.promoteFull;
  if (
    was.aborted &&
    !is.aborted &&
    !isInFull &&
    before.status?.currentPodHash === after.status?.currentPodHash
  )
    return "is retried";
  if (before.status?.stableRS !== after.status?.stableRS && after.status?.stableRS) {
    const version = versionOf(after.status.stableRS);
    return version === "" ? "was promoted" : `was promoted: ${version} is the stable version`;
  }
  if (!before.status?.promoteFull && after.status?.promoteFull) return "is being promoted in full";
  const moved = was.stepIndex !== is.stepIndex && is.stepIndex !== null && !is.aborted;
  if (moved && is.stepIndex !== null) {
    if (is.stepIndex >= is.steps.length)
      return isInFull ? "skips the steps that were left" : "has done all its steps";
    return `moved to step ${is.stepIndex + 1} of ${is.steps.length} (${getDesiredWeight(after)} %)`;
  }
  const paused = is.pauseReasons[0];
  if (was.pauseReasons.length === 0 && paused && paused !== "CanaryPauseStep") {
    return `is paused: ${paused === "InconclusiveAnalysisRun" ? "the analysis could not decide" : paused}`;
  }
  return undefined;
}
