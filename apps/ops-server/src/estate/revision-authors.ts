import type { RevisionInfo } from "@horizon/contracts";
import { type Db, listRolloutHistory, type RolloutHistory } from "@horizon/db";
import { isAppError } from "@horizon/errors";

const maxRevisions = 50;

/** The stored attempts of a workload, newest first. Empty while the database is down: the live state is shown all the same. */
export async function readStoredRevisions(db: Db, cluster: string, uid: string): Promise<RolloutHistory[]> {
  try {
    return await listRolloutHistory(db, { cluster, uid, limit: maxRevisions });
  } catch (error) {
    if (isAppError(error, "UNAVAILABLE")) return [];
    throw error;
  }
}

/** Fills in who made each revision and why, which the cluster does not know. */
export function addAuthors(
  revisions: readonly RevisionInfo[],
  stored: readonly Pick<RolloutHistory, "revision" | "actor" | "reason">[],
): RevisionInfo[] {
  const byRevision = new Map(stored.map((entry) => [entry.revision, entry]));
  return revisions.map((revision) => {
    const { actor = null, reason = null } = byRevision.get(revision.revision) ?? {};
    return { ...revision, actor, reason };
  });
}
