import type { ReplicaSet } from "../kubernetes/workload.ts";
import { serviceName, templateVersion } from "../workloads/image-version.ts";
import { diffRevisions } from "../workloads/list-revisions.ts";
import { readRevision, type Workload } from "../workloads/workload-row.ts";
import type { ChangeDraft, DetectedChange } from "./change-draft.ts";

/** A deploy that the cluster remembers by the revision that it left. */
export interface PastDeploy
  extends DetectedChange,
    Pick<ChangeDraft, "namespace" | "kind" | "name" | "uid" | "service"> {
  readonly revision: number;
  /** When the revision was new; null for one that was gone back to, of which the cluster keeps no time. */
  readonly at: string | null;
  /** The earliest that it can have happened. */
  readonly notBefore: string;
}

/**
 * What each revision changed against the one before it, oldest first, read from the ReplicaSets that are left. Of the
 * oldest one there is nothing to tell it from, so it makes no entry.
 */
export function listPastDeploys(workload: Workload, replicaSets: readonly ReplicaSet[]): PastDeploy[] {
  const numbered = replicaSets
    .flatMap((replicaSet) => {
      const revision = readRevision(replicaSet.metadata.annotations);
      return revision === null
        ? []
        : [{ replicaSet, revision, createdAt: replicaSet.metadata.creationTimestamp }];
    })
    .toSorted((left, right) => left.revision - right.revision);
  const { namespace = "", name, uid, labels } = workload.object.metadata;
  const identity = { kind: workload.kind, namespace, name, uid, service: serviceName(labels, name) };
  return numbered.slice(1).flatMap(({ replicaSet, revision, createdAt }, index) => {
    const before = numbered[index];
    if (!before) return [];
    const isBack = Date.parse(createdAt) < Date.parse(before.createdAt);
    const [was, is] = [before.replicaSet, replicaSet].map((one) => templateVersion(one.spec.template));
    const versions = was === is ? `${is}, with another pod template` : `${was} → ${is}`;
    return {
      ...identity,
      type: "deploy" as const,
      summary: isBack
        ? `${name} was set back: ${versions}; when is not known, nobody watched`
        : `${name} was deployed: ${versions}; nobody watched`,
      fields: diffRevisions(before.replicaSet, replicaSet),
      revision,
      at: isBack ? null : createdAt,
      notBefore: isBack ? before.createdAt : createdAt,
    };
  });
}
