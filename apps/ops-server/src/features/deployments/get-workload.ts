import type { RevisionInfo, WorkloadDetail, WorkloadRef } from "@horizon/contracts";
import { listRolloutHistory } from "@horizon/db";
import { AppError, isAppError } from "@horizon/errors";
import { readWorkloadDetail } from "@horizon/k8s";
import { getCachedWorkload } from "../../estate/find-workload.ts";
import type { OpsContext } from "../../ops-context.ts";

/** What a workload's page shows, with who made each revision and why. */
export async function getWorkload(ops: OpsContext, ref: WorkloadRef): Promise<WorkloadDetail> {
  const { cluster, workload } = getCachedWorkload(ops.estate, ref);
  const detail = readWorkloadDetail(cluster.cache, workload);
  if (!detail) throw new AppError("NOT_FOUND", `There is no ${ref.kind} ${ref.namespace}/${ref.name}.`);
  return {
    ...detail,
    revisions: await addAuthors(ops, cluster.name, workload.object.metadata.uid, detail.revisions),
  };
}

/** Fills in who and why from the stored history. The cluster's own facts are shown also while the database is down. */
export async function addAuthors(
  { db }: Pick<OpsContext, "db">,
  cluster: string,
  uid: string,
  revisions: readonly RevisionInfo[],
): Promise<RevisionInfo[]> {
  const history = await listRolloutHistory(db, { cluster, uid, limit: 50 }).catch((error: unknown) => {
    if (isAppError(error, "UNAVAILABLE")) return [];
    throw error;
  });
  const byRevision = new Map(history.map((entry) => [entry.revision, entry]));
  return revisions.map((revision) => {
    const { actor = null, reason = null } = byRevision.get(revision.revision) ?? {};
    return { ...revision, actor, reason };
  });
}
