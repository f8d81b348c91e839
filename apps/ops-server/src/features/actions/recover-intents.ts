import { type Intent, inTransaction, listUnfinishedIntents, transitionIntent } from "@horizon/db";
import { isAppError } from "@horizon/errors";
import type { KubeObject } from "@horizon/k8s";
import { getLiveObject } from "../../estate/get-live-object.ts";
import type { OpsContext } from "../../ops-context.ts";
import { storeAcceptance } from "./act-on-intent.ts";
import { auditIntent } from "./audit-intent.ts";
import { isClusterCommand } from "./command-target.ts";
import { commandOf } from "./intent-row.ts";
import { judgeInterruption } from "./judge-interruption.ts";
import { publishIntent } from "./publish-intent.ts";
import { readSentAction } from "./sent-action.ts";

/**
 * Settles what processes that died left behind, each cluster's for itself: one that does not answer holds up no other. Nothing
 * is ever sent again: an intent that was not sent failed, one that may have been is judged by what the object shows now.
 * Safe to run in several processes at once.
 */
export async function recoverIntents(ops: OpsContext): Promise<void> {
  const abandoned = (await listUnfinishedIntents(ops.db)).filter((intent) => isAbandoned(ops, intent));
  const byCluster = Map.groupBy(abandoned, ({ cluster }) => cluster);
  await Promise.all([...byCluster.values()].map((intents) => recoverInTurn(ops, intents)));
}

/** Those of one cluster. Once it did not answer in time the others are left for the next round. Never rejects. */
export async function recoverInTurn(ops: OpsContext, intents: readonly Intent[]): Promise<void> {
  for (const intent of intents) {
    try {
      await recoverIntent(ops, intent);
    } catch (error) {
      if (ops.shutdown.aborted) return;
      ops.logger.warn({ err: error, intentId: intent.id }, "an interrupted action could not be settled yet");
      if (isAppError(error, "UPSTREAM_TIMEOUT")) return;
    }
  }
}

/** Whether it stands between two states for longer than a living process would leave it there. */
export function isAbandoned({ now, timings }: OpsContext, { state, updatedAt }: Intent): boolean {
  const isBetween = state === "requested" || state === "approved" || state === "acting";
  return isBetween && now().getTime() - updatedAt.getTime() > timings.abandonedMs;
}

async function recoverIntent(ops: OpsContext, intent: Intent): Promise<void> {
  if (intent.state !== "acting") {
    return storeFailed(ops, intent, "Interrupted before it was sent: nothing was done.");
  }
  const command = commandOf(intent);
  const sent = readSentAction(intent);
  if (!isClusterCommand(command) || !sent) return storeFailed(ops, intent, "Interrupted: nothing was done.");
  const live = await findLive(() => getLiveObject(ops.estate, command.target, ops.shutdown));
  if (command.action === "pod.delete") {
    const isGone = live === null || live.metadata.uid !== sent.before.metadata.uid;
    if (isGone || "deletionTimestamp" in live.metadata)
      return void (await storeAcceptance(ops, intent, null));
    return storeFailed(ops, intent, "Interrupted before it was sent: the pod is still there.");
  }
  if (live === null) return storeFailed(ops, intent, "Interrupted, and its target is gone since.");
  switch (judgeInterruption(sent.before, live, sent.patches)) {
    case "sent":
      return void (await storeAcceptance(ops, intent, null));
    case "not_sent":
      return storeFailed(ops, intent, "Interrupted before it was sent: nothing was done.");
    case "unknown":
      return storeFailed(
        ops,
        intent,
        "Interrupted: the target has changed since, so it is not known whether it was sent.",
      );
  }
}

async function findLive(read: () => Promise<KubeObject>): Promise<KubeObject | null> {
  try {
    return await read();
  } catch (error) {
    if (isAppError(error, "NOT_FOUND")) return null;
    throw error;
  }
}

async function storeFailed(ops: OpsContext, intent: Intent, message: string): Promise<void> {
  const failed = await inTransaction(ops.db, async (tx) => {
    const moved = await transitionIntent(tx, intent.id, { from: [intent.state], to: "failed", message });
    if (moved) await auditIntent(tx, moved, "failed", { message });
    return moved;
  });
  if (failed) await publishIntent(ops, failed);
}
