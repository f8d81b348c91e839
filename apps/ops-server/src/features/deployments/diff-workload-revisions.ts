import type { RevisionDiff, WorkloadRef } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { diffRevisions, findRevision } from "@horizon/k8s";
import { getCachedWorkload } from "../../estate/find-workload.ts";
import type { OpsContext } from "../../ops-context.ts";

/** What differs between two revisions that the cluster still keeps. @throws AppError NOT_FOUND */
export function diffWorkloadRevisions(
  { estate }: Pick<OpsContext, "estate">,
  { target, from, to }: { target: WorkloadRef; from: number; to: number },
): RevisionDiff {
  const { cluster, workload } = getCachedWorkload(estate, target);
  const replicaSets = cluster.cache.index.listReplicaSets(workload.object.metadata.uid);
  const get = (revision: number) => {
    const replicaSet = findRevision(replicaSets, revision);
    if (!replicaSet)
      throw new AppError("NOT_FOUND", `Revision ${revision} is not kept in the cluster any more.`);
    return replicaSet;
  };
  return { from, to, changes: diffRevisions(get(from), get(to)) };
}
