import {
  type ActionCommand,
  actionCommand,
  guardResult,
  type IntentRow,
  seenState,
} from "@horizon/contracts";
import { type Approval, type Intent, listApprovals, listMembers } from "@horizon/db";
import { z } from "zod";
import type { OpsContext } from "../../ops-context.ts";

const guards = z.array(guardResult);

/** What was asked, as stored; checked again, since code may be newer than the row. */
export function commandOf(intent: Pick<Intent, "command">): ActionCommand {
  return actionCommand.parse(intent.command);
}

/** As `commandOf`, or null where another release stored what this one does not know. */
export function findCommand({ command }: Pick<Intent, "command">): ActionCommand | null {
  return actionCommand.safeParse(command).data ?? null;
}

export function targetOf({ kind, namespace, name }: Pick<Intent, "kind" | "namespace" | "name">): string {
  return `${kind} ${namespace === null ? "" : `${namespace}/`}${name}`;
}

/** Intents as the console shows them, with the approvals that were asked for. */
export async function toIntentRows(
  { db }: Pick<OpsContext, "db">,
  intents: readonly Intent[],
): Promise<IntentRow[]> {
  if (intents.length === 0) return [];
  const approvals = await listApprovals(
    db,
    intents.map(({ id }) => id),
  );
  const deciders = approvals.some(({ decidedBy }) => decidedBy !== null) ? await listMembers(db) : [];
  const nameOf = (id: string | null) => deciders.find((member) => member.id === id)?.name ?? null;
  return intents.map((intent) => {
    const approval = approvals.find(({ intentId }) => intentId === intent.id);
    return toIntentRow(intent, approval ? toApprovalInfo(approval, nameOf) : null);
  });
}

export async function toSingleIntentRow(ops: Pick<OpsContext, "db">, intent: Intent): Promise<IntentRow> {
  const [row] = await toIntentRows(ops, [intent]);
  return row ?? toIntentRow(intent, null);
}

function toIntentRow(intent: Intent, approval: IntentRow["approval"]): IntentRow {
  const { id, state, action, environment, actorId, actorName, actorRole, reason, message } = intent;
  return {
    id,
    state,
    action,
    command: commandOf(intent),
    environment,
    target: targetOf(intent),
    actor: { id: actorId, name: actorName, role: actorRole },
    reason,
    seen: seenState.nullable().parse(intent.seen),
    guards: guards.parse(intent.guards),
    approval,
    message,
    createdAt: intent.createdAt.toISOString(),
    actedAt: intent.actedAt?.toISOString() ?? null,
    observedAt: intent.observedAt?.toISOString() ?? null,
    updatedAt: intent.updatedAt.toISOString(),
  };
}

function toApprovalInfo(
  approval: Approval,
  nameOf: (id: string | null) => string | null,
): IntentRow["approval"] {
  const { digest, requestedBy, expiresAt, decidedBy, decision, decidedAt, comment } = approval;
  return {
    digest,
    requestedById: requestedBy,
    expiresAt: expiresAt.toISOString(),
    decidedBy: nameOf(decidedBy),
    decision: decision === "expired" ? null : decision,
    decidedAt: decidedAt?.toISOString() ?? null,
    comment,
  };
}
