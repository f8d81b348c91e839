import type { RolloutDetail, RolloutRef } from "@horizon/contracts";
import { listRolloutHistory } from "@horizon/db";
import { AppError, isAppError } from "@horizon/errors";
import { readRolloutDetail } from "@horizon/k8s";
import { getCachedRollout } from "../../estate/find-workload.ts";
import type { OpsContext } from "../../ops-context.ts";
import { readStepTimes } from "./step-times.ts";

/** What a rollout's page shows, with the times of its steps and who made each revision, from the stored history. */
export async function getRollout({ estate, db }: OpsContext, ref: RolloutRef): Promise<RolloutDetail> {
  const { cluster, workload } = getCachedRollout(estate, ref);
  const { uid } = workload.object.metadata;
  const history = await listRolloutHistory(db, { cluster: cluster.name, uid, limit: 50 }).catch(
    (error: unknown) => {
      if (isAppError(error, "UNAVAILABLE")) return [];
      throw error;
    },
  );
  const [newest] = history;
  const detail = readRolloutDetail(cluster.cache, workload, newest ? readStepTimes(newest) : new Map());
  if (!detail) throw new AppError("NOT_FOUND", `There is no Rollout ${ref.namespace}/${ref.name}.`);
  const byRevision = new Map(history.map((entry) => [entry.revision, entry]));
  const revisions = detail.revisions.map((revision) => {
    const { actor = null, reason = null } = byRevision.get(revision.revision) ?? {};
    return { ...revision, actor, reason };
  });
  return { ...detail, revisions };
}
