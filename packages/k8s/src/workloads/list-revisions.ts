import type { FieldChange, RevisionInfo } from "@horizon/contracts";
import { deploymentHashLabel, type ReplicaSet, rolloutHashLabel } from "../kubernetes/workload.ts";
import { diffJson } from "./diff-json.ts";
import { templateImages, templateVersion } from "./image-version.ts";
import { readRevision, type Workload } from "./workload-row.ts";
import { writtenTemplate } from "./written-template.ts";

function podHashOf({ metadata }: ReplicaSet): string {
  return metadata.labels?.[rolloutHashLabel] ?? metadata.labels?.[deploymentHashLabel] ?? "";
}

function roleOf(workload: Workload, replicaSet: ReplicaSet, newest: number): RevisionInfo["role"] {
  if (workload.kind === "Deployment")
    return readRevision(replicaSet.metadata.annotations) === newest ? "current" : "previous";
  const { stableRS, currentPodHash } = workload.object.status ?? {};
  const hash = podHashOf(replicaSet);
  if (hash === stableRS) return "stable";
  return hash === currentPodHash ? "canary" : "previous";
}

/** Revisions that the cluster still has, newest first. Who made them and why is the change feed's to add. */
export function listRevisions(workload: Workload, replicaSets: readonly ReplicaSet[]): RevisionInfo[] {
  const numbered = replicaSets.flatMap((replicaSet) => {
    const revision = readRevision(replicaSet.metadata.annotations);
    return revision === null ? [] : [{ replicaSet, revision }];
  });
  const newest = Math.max(...numbered.map(({ revision }) => revision));
  return numbered
    .toSorted((left, right) => right.revision - left.revision)
    .map(({ replicaSet, revision }) => ({
      revision,
      replicaSet: replicaSet.metadata.name,
      podHash: podHashOf(replicaSet),
      images: templateImages(replicaSet.spec.template),
      version: templateVersion(replicaSet.spec.template),
      role: roleOf(workload, replicaSet, newest),
      replicas: replicaSet.spec.replicas ?? 0,
      available: replicaSet.status?.availableReplicas ?? 0,
      createdAt: replicaSet.metadata.creationTimestamp,
      actor: null,
      reason: null,
    }));
}

/** The ReplicaSet with this revision number; undefined once the cluster has pruned it. */
export function findRevision(replicaSets: readonly ReplicaSet[], revision: number): ReplicaSet | undefined {
  return replicaSets.find(({ metadata }) => readRevision(metadata.annotations) === revision);
}

/** What differs between the pod templates of two revisions. */
export function diffRevisions(from: ReplicaSet, to: ReplicaSet): FieldChange[] {
  return diffJson(writtenTemplate(from), writtenTemplate(to), "spec.template");
}
