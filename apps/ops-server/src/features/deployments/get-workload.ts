import type { WorkloadDetail, WorkloadRef } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { readWorkloadDetail } from "@horizon/k8s";
import { getCachedWorkload } from "../../estate/find-workload.ts";
import { addAuthors, readStoredRevisions } from "../../estate/revision-authors.ts";
import type { OpsContext } from "../../ops-context.ts";

/** What a workload's page shows, with who made each revision and why. */
export async function getWorkload({ estate, db }: OpsContext, ref: WorkloadRef): Promise<WorkloadDetail> {
  const { cluster, workload } = getCachedWorkload(estate, ref);
  const stored = await readStoredRevisions(db, cluster.name, workload.object.metadata.uid);
  const detail = readWorkloadDetail(cluster.cache, workload);
  if (!detail) throw new AppError("NOT_FOUND", `There is no ${ref.kind} ${ref.namespace}/${ref.name}.`);
  return { ...detail, revisions: addAuthors(detail.revisions, stored) };
}
