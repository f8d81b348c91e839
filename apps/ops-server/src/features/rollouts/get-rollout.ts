import type { RolloutDetail, RolloutRef } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { readRolloutDetail } from "@horizon/k8s";
import { getCachedRollout } from "../../estate/find-workload.ts";
import { addAuthors, readStoredRevisions } from "../../estate/revision-authors.ts";
import type { OpsContext } from "../../ops-context.ts";
import { readStepTimes } from "./step-times.ts";

/** What a rollout's page shows, with the times of its steps and who made each revision, from the stored history. */
export async function getRollout({ estate, db }: OpsContext, ref: RolloutRef): Promise<RolloutDetail> {
  const { cluster, workload } = getCachedRollout(estate, ref);
  const stored = await readStoredRevisions(db, cluster.name, workload.object.metadata.uid);
  const current = stored.find(({ podHash }) => podHash === workload.object.status?.currentPodHash);
  const detail = readRolloutDetail(cluster.cache, workload, current ? readStepTimes(current) : new Map());
  if (!detail) throw new AppError("NOT_FOUND", `There is no Rollout ${ref.namespace}/${ref.name}.`);
  return { ...detail, revisions: addAuthors(detail.revisions, stored) };
}
