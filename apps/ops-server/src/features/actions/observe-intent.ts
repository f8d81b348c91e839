import { type Intent, inTransaction, transitionIntent } from "@horizon/db";
import type { OpsContext } from "../../ops-context.ts";
import { auditIntent } from "./audit-intent.ts";
import { isClusterCommand } from "./command-target.ts";
import { commandOf } from "./intent-row.ts";
import { intentOrigins } from "./intent-transitions.ts";
import { observeCommand } from "./observe-command.ts";
import { publishIntent } from "./publish-intent.ts";
import { readSentAction } from "./sent-action.ts";

/**
 * Compares an accepted intent with the cluster, and stores and shows what became of it. A controller that does not
 * react within the deadline is said so; the watch goes on, as it may still come.
 */
export async function observeIntent(ops: OpsContext, intent: Intent): Promise<void> {
  const command = commandOf(intent);
  const sent = readSentAction(intent);
  if (!isClusterCommand(command) || !sent || intent.actedAt === null) return;
  const { cache } = ops.estate.getCluster(command.target.environment);
  // What is cached of a cluster that cannot be reached proves nothing about its controller.
  if (cache.freshness().state !== "live") return;
  const { state, message } = observeCommand(command, sent, cache);
  const ageMs = ops.now().getTime() - intent.actedAt.getTime();
  switch (state) {
    case "processed":
      return move(ops, intent, "observed", `Done: ${message}.`);
    case "overtaken":
      return move(ops, intent, "failed", `Accepted, but ${message}.`);
    case "progressing":
      return move(ops, intent, "accepted", `The controller is at it: ${message}.`);
    case "pending":
      if (intent.state === "not_picked_up" || ageMs < ops.timings.pickUpMs) return;
      return move(
        ops,
        intent,
        "not_picked_up",
        `Accepted, but the controller has not picked it up: ${message}.`,
      );
  }
}

type ObservedState = "accepted" | "not_picked_up" | "observed" | "failed";

async function move(ops: OpsContext, intent: Intent, to: ObservedState, message: string): Promise<void> {
  if (intent.state === to && intent.message === message) return;
  const isFinal = to === "observed" || to === "failed";
  const moved = await inTransaction(ops.db, async (tx) => {
    const from = to === intent.state ? [to] : intentOrigins[to];
    const next = await transitionIntent(tx, intent.id, {
      from,
      to,
      message,
      ...(isFinal ? { observedAt: ops.now(), outcome: { message } } : {}),
    });
    if (next && to !== "accepted") await auditIntent(tx, next, to, { message });
    return next;
  });
  if (moved) await publishIntent(ops, moved);
}
