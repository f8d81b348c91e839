import type { RolloutHistoryEntry, RolloutRef } from "@horizon/contracts";
import { listRolloutHistory, type RolloutHistory } from "@horizon/db";
import type { OpsContext } from "../../ops-context.ts";

const maxEntries = 100;

/** Every attempt to bring out a revision, newest first; it outlives what the cluster keeps. */
export async function listHistory(
  { estate, db }: OpsContext,
  { environment, namespace, name }: RolloutRef,
): Promise<RolloutHistoryEntry[]> {
  estate.getEnvironment(environment);
  const entries = await listRolloutHistory(db, { environment, namespace, name, limit: maxEntries });
  return entries.map(toHistoryEntry);
}

function toHistoryEntry(entry: RolloutHistory): RolloutHistoryEntry {
  const { revision, images, startedAt, finishedAt, outcome, actor, reason, steps } = entry;
  return {
    revision,
    version: versionOf(images),
    images: [...images],
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    outcome,
    actor,
    reason,
    steps: steps.map((step) => ({ ...step })),
  };
}

/** The tag of the first image; a digest alone has none. */
function versionOf(images: readonly string[]): string {
  return /:([\w][\w.-]*)(@|$)/.exec(images[0] ?? "")?.[1] ?? "";
}
