import type {
  ClusterCommand,
  EnvironmentInfo,
  ExecuteInput,
  SeenState,
  SettingsCommand,
} from "@horizon/contracts";
import {
  createIntent,
  findIntentByKey,
  type Intent,
  inTransaction,
  type Json,
  type NewIntent,
  requestApproval,
} from "@horizon/db";
import { AppError } from "@horizon/errors";
import type { OpsContext } from "../../ops-context.ts";
import { isApprovalRequired } from "../../permissions.ts";
import { actOnIntent } from "./act-on-intent.ts";
import type { Actor } from "./actor.ts";
import { auditIntent } from "./audit-intent.ts";
import { authorise, environmentOf, requireReason } from "./authorise.ts";
import { isClusterCommand, serialisationKey, targetOfCommand } from "./command-target.ts";
import { digestOf } from "./digest.ts";
import { executeSettings } from "./execute-settings.ts";
import { judgeCommand } from "./judge-command.ts";
import { loadLiveTarget } from "./live-target.ts";
import { publishIntent } from "./publish-intent.ts";
import { replayIntent } from "./replay-intent.ts";

/**
 * The one way in which anything is changed: authorise → guard → intent row → [approval] → act → audit. The effect is
 * observed afterwards (`createIntentWatch`). Returns as soon as the cluster has accepted, or an approval was asked for.
 *
 * @throws AppError FORBIDDEN, INVALID_INPUT, RATE_LIMITED; CONFLICT for a reused key; NOT_FOUND; STALE when it changed
 * while the person looked; PRECONDITION_FAILED when a guard refuses; UPSTREAM_* and UNAVAILABLE when nothing was done.
 */
export async function executeAction(ops: OpsContext, actor: Actor, input: ExecuteInput): Promise<Intent> {
  const { command, reason } = input;
  const environment = environmentOf(ops, command);
  ops.actionRate.take(actor.member.id);
  await authorise(ops, actor, command, environment, reason);
  requireReason(reason, environment);
  return ops.targetQueue.run(serialisationKey(command), async () => {
    const earlier = await findEarlier(ops, actor, input);
    if (earlier) return replayIntent(earlier);
    if (!isClusterCommand(command) || environment === null) {
      return executeSettings(ops, newIntent(actor, input, null), command as SettingsCommand, input.seen);
    }
    if (input.seen === null) throw missingSeen();
    return executeOnCluster(ops, actor, { ...input, command, seen: input.seen }, environment);
  });
}

type ClusterInput = ExecuteInput & { command: ClusterCommand; seen: SeenState };

async function executeOnCluster(
  ops: OpsContext,
  actor: Actor,
  input: ClusterInput,
  environment: EnvironmentInfo,
): Promise<Intent> {
  const { command, seen, acknowledgedGuards } = input;
  const target = await loadLiveTarget(ops.estate, command);
  const judgement = await judgeCommand(ops, {
    actor: actor.member,
    command,
    seen,
    target,
    acknowledgedGuards,
  });
  const request = {
    ...newIntent(actor, input, target.cluster.name),
    guards: judgement.guards as unknown as Json,
  };
  if (judgement.refusal) {
    await storeRefusal(ops, { ...request, state: "refused", message: judgement.refusal.message });
    throw judgement.refusal;
  }
  const needsApproval = isApprovalRequired(command.action, environment.tier);
  const { intent, created } = needsApproval
    ? await storeForApproval(ops, request)
    : await createIntent(ops.db, { ...request, message: "About to be sent." });
  if (!created) return replayIntent(intent);
  await publishIntent(ops, intent);
  if (needsApproval) return intent;
  return actOnIntent(ops, intent, target, judgement.requests);
}

async function findEarlier(
  { db }: OpsContext,
  { member }: Actor,
  input: ExecuteInput,
): Promise<Intent | null> {
  const earlier = await findIntentByKey(db, member.id, input.idempotencyKey);
  if (earlier && earlier.bodyDigest !== bodyDigestOf(input)) {
    throw new AppError("CONFLICT", "This idempotency key was used for another request.");
  }
  return earlier;
}

function missingSeen(): AppError {
  return new AppError("INVALID_INPUT", "Say what you were looking at.", {
    details: { fieldErrors: { seen: ["is required for an action on a cluster"] } },
  });
}

function bodyDigestOf({ idempotencyKey: _key, ...body }: ExecuteInput): string {
  return digestOf(body);
}

function newIntent(
  { member, clientAddress, userAgent }: Actor,
  input: ExecuteInput,
  cluster: string | null,
): NewIntent {
  const { idempotencyKey, command, seen, reason } = input;
  return {
    idempotencyKey,
    bodyDigest: bodyDigestOf(input),
    digest: digestOf({ command, seen }),
    actorId: member.id,
    actorName: member.name,
    actorRole: member.role,
    action: command.action,
    cluster,
    ...targetOfCommand(command),
    reason,
    command,
    seen,
    guards: [],
    clientAddress,
    userAgent,
  };
}

async function storeRefusal({ db }: OpsContext, request: NewIntent): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { intent, created } = await createIntent(tx, request);
    if (created) await auditIntent(tx, intent, "refused", { message: intent.message });
  });
}

async function storeForApproval(
  { db, now, timings }: OpsContext,
  request: NewIntent,
): Promise<{ intent: Intent; created: boolean }> {
  const message = "Waiting for a second person to approve.";
  return inTransaction(db, async (tx) => {
    const stored = await createIntent(tx, { ...request, state: "awaiting_approval", message });
    if (!stored.created) return stored;
    const { id, digest, actorId } = stored.intent;
    const requestedAt = now();
    const expiresAt = new Date(requestedAt.getTime() + timings.approvalMs);
    await requestApproval(tx, { intentId: id, requestedBy: actorId, digest, requestedAt, expiresAt });
    await auditIntent(tx, stored.intent, "approval requested", { expiresAt: expiresAt.toISOString() });
    return stored;
  });
}
