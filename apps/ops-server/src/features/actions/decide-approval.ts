import { type ActionCommand, type DecideInput, seenState } from "@horizon/contracts";
import {
  decideApproval,
  findApproval,
  getIntent,
  getMember,
  type Intent,
  inTransaction,
  type Json,
  type Member,
  transitionIntent,
} from "@horizon/db";
import { AppError, isAppError } from "@horizon/errors";
import type { OpsContext } from "../../ops-context.ts";
import { isPermitted } from "../../permissions.ts";
import { actOnIntent } from "./act-on-intent.ts";
import type { Actor } from "./actor.ts";
import { auditDecision, auditIntent } from "./audit-intent.ts";
import { authorise, environmentOf } from "./authorise.ts";
import { isClusterCommand, serialisationKey } from "./command-target.ts";
import { commandOf } from "./intent-row.ts";
import { intentOrigins } from "./intent-transitions.ts";
import { judgeCommand } from "./judge-command.ts";
import { loadLiveTarget } from "./live-target.ts";
import { publishIntent } from "./publish-intent.ts";

/**
 * A second person's word. An approval is bound to the digest of what the approver was shown, and what was asked is
 * judged again on the object as it is now, before it is done in the requester's name.
 *
 * @throws AppError FORBIDDEN for the requester or without the permission of the action; STALE, CONFLICT,
 * PRECONDITION_FAILED when it expired or a guard refuses by now.
 */
export async function decideOnIntent(ops: OpsContext, approver: Actor, input: DecideInput): Promise<Intent> {
  const intent = await getIntent(ops.db, input.intentId);
  const command = commandOf(intent);
  await authorise(ops, approver, command, environmentOf(ops, command), input.comment);
  return ops.targetQueue.run(serialisationKey(command), async () => {
    const decided = await storeDecision(ops, approver, intent, input);
    await publishIntent(ops, decided);
    return decided.state === "approved" ? actApproved(ops, decided) : decided;
  });
}

async function storeDecision(
  ops: OpsContext,
  approver: Actor,
  intent: Intent,
  input: DecideInput,
): Promise<Intent> {
  const { decision, digest, comment } = input;
  const { member, clientAddress } = approver;
  if ((await findApproval(ops.db, intent.id)) === null) {
    throw new AppError("NOT_FOUND", "No approval was asked for.");
  }
  return inTransaction(ops.db, async (tx) => {
    await decideApproval(tx, intent.id, { decision, decidedBy: member.id, digest, comment, now: ops.now() });
    const verdict = `${decision === "approved" ? "Approved" : "Rejected"} by ${member.name}`;
    const message = comment === "" ? `${verdict}.` : `${verdict}: ${comment}`;
    const moved = await transitionIntent(tx, intent.id, {
      from: intentOrigins[decision],
      to: decision,
      message,
    });
    if (!moved) throw new AppError("CONFLICT", "It was decided already.");
    await auditDecision(tx, moved, { ...member, clientAddress }, decision, comment);
    return moved;
  });
}

/** Guards that the requester overrode stay overridden: the approver was shown them. */
async function actApproved(ops: OpsContext, intent: Intent): Promise<Intent> {
  const command = commandOf(intent);
  const seen = seenState.parse(intent.seen);
  if (!isClusterCommand(command)) throw new AppError("INTERNAL", "Only actions on clusters are approved.");
  const acknowledgedGuards = failedGuardIds(intent.guards);
  try {
    const requester = await getRequester(ops, intent, command);
    const target = await loadLiveTarget(ops.estate, command);
    const judgement = await judgeCommand(ops, {
      actor: requester,
      command,
      seen,
      target,
      acknowledgedGuards,
    });
    if (judgement.refusal) throw judgement.refusal;
    return await actOnIntent(ops, intent, target, judgement.requests);
  } catch (error) {
    await refuseApproved(ops, intent, error);
    throw error;
  }
}

/** It is done in the requester's name, so a right that they lost since they asked stops it. */
async function getRequester(ops: OpsContext, intent: Intent, command: ActionCommand): Promise<Member> {
  const requester = await getMember(ops.db, intent.actorId);
  const { active, role, name } = requester;
  const tier = environmentOf(ops, command)?.tier ?? null;
  if (active && isPermitted(role, command.action, tier)) return requester;
  throw new AppError("PRECONDITION_FAILED", `${name}, who asked for it, may not do this any more.`);
}

/** Closes an approved intent that was not sent; one that was sent has left `approved` and is not touched. */
async function refuseApproved(ops: OpsContext, intent: Intent, error: unknown): Promise<void> {
  const message = isAppError(error) ? error.message : "It could not be carried out.";
  const refused = await inTransaction(ops.db, async (tx) => {
    const moved = await transitionIntent(tx, intent.id, { from: ["approved"], to: "refused", message });
    if (moved) await auditIntent(tx, moved, "refused", { message });
    return moved;
  });
  if (refused) await publishIntent(ops, refused);
}

function failedGuardIds(guards: Json): string[] {
  if (!Array.isArray(guards)) return [];
  return guards.flatMap((guard: { id?: Json; verdict?: Json; final?: Json }) =>
    guard.verdict === "fail" && guard.final === false && typeof guard.id === "string" ? [guard.id] : [],
  );
}
