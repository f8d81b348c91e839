import { type Intent, inTransaction, transitionIntent } from "@horizon/db";
import type { ActionObservation } from "@horizon/k8s/rollouts";
import type { OpsContext } from "../../ops-context.ts";
import { auditIntent } from "./audit-intent.ts";
import { isClusterCommand } from "./command-target.ts";
import { findCommand } from "./intent-row.ts";
import { intentOrigins } from "./intent-transitions.ts";
import { observeCommand } from "./observe-command.ts";
import { publishIntent } from "./publish-intent.ts";
import { readSentAction } from "./sent-action.ts";

/**
 * Compares an accepted intent with the cluster, and stores and shows what became of it. A controller that does not
 * react within the deadline is said so; the watch goes on, as it may still come, until it is given up (ADR 0055).
 */
export async function observeIntent(ops: OpsContext, intent: Intent): Promise<void> {
  if (intent.actedAt === null) return;
  const { pickUpMs, giveUpMs } = ops.timings;
  const ageMs = ops.now().getTime() - intent.actedAt.getTime();
  const { state, message } = observe(ops, intent);
  if (ageMs >= giveUpMs && (state === "pending" || state === "progressing" || state === "lost")) {
    const after = `Given up after ${Math.round(giveUpMs / 3_600_000)} hours: ${message}.`;
    return move(ops, intent, "failed", `${after} What the cluster accepted stands, and may still be done.`);
  }
  switch (state) {
    case "processed":
      return move(ops, intent, "observed", `Done: ${message}.`);
    case "overtaken":
      return move(ops, intent, "failed", `Accepted, but ${message}.`);
    case "progressing":
      return move(ops, intent, "accepted", `The controller is at it: ${message}.`);
    case "pending":
      if (intent.state === "not_picked_up" || ageMs < pickUpMs) return;
      return move(
        ops,
        intent,
        "not_picked_up",
        `Accepted, but the controller has not picked it up: ${message}.`,
      );
  }
}

/** `unknown`: the cluster cannot be asked now. `lost`: nothing will ever tell what became of it. */
type Observation = ActionObservation | { readonly state: "unknown" | "lost"; readonly message: string };

function observe(ops: OpsContext, intent: Intent): Observation {
  const command = findCommand(intent);
  const sent = readSentAction(intent);
  if (command === null || !isClusterCommand(command) || !sent) {
    return { state: "lost", message: "this release cannot follow it" };
  }
  const { environment } = command.target;
  if (!ops.estate.listEnvironments().some(({ id }) => id === environment)) {
    return { state: "lost", message: `${environment} is configured no more` };
  }
  const { cluster } = ops.estate.getEnvironment(environment);
  // What is cached of a cluster that cannot be reached proves nothing about its controller.
  if (cluster?.cache.freshness(environment).state !== "live") return { state: "unknown", message: "" };
  return observeCommand(command, sent, cluster.cache);
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
