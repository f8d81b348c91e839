import type { SeenState, SettingsCommand } from "@horizon/contracts";
import {
  cancelFreezeWindow,
  createFreezeWindow,
  createIntent,
  createMember,
  type Db,
  endMemberSessions,
  getMember,
  type Intent,
  inTransaction,
  listFreezeWindows,
  type NewIntent,
  type SeenFreezeWindow,
  transitionIntent,
  unlinkIdentity,
  updateFreezeWindow,
  updateMember,
} from "@horizon/db";
import { AppError, type AppErrorCode, isAppError } from "@horizon/errors";
import {
  announceInvalidation,
  type Invalidation,
  invalidateMembers,
  publishInvalidation,
} from "../../live/shared-invalidations.ts";
import type { OpsContext } from "../../ops-context.ts";
import { toStoredFreezeWindow } from "../freeze-windows/freeze-window-row.ts";
import { auditIntent } from "./audit-intent.ts";
import { publishIntent } from "./publish-intent.ts";
import { replayIntent } from "./replay-intent.ts";

/** That somebody asked in vain is worth an entry in the audit log. */
const refusals: readonly AppErrorCode[] = ["PRECONDITION_FAILED", "CONFLICT", "STALE"];

/**
 * A change of Horizon itself: intent, change and audit row are one transaction, so that none is there without the
 * others. There is no effect to wait for.
 */
export async function executeSettings(
  ops: OpsContext,
  request: NewIntent,
  command: SettingsCommand,
  seen: SeenState | null,
): Promise<Intent> {
  const name = await nameOfTarget(ops, command);
  const stored = { ...request, ...(name === null ? {} : { name }) };
  const invalidation = toInvalidation(command);
  try {
    const done = await inTransaction(ops.db, async (tx) => {
      const { intent, created } = await createIntent(tx, stored);
      // Another replica was sent the same click and has done it meanwhile.
      if (!created) return replayIntent(intent);
      await change(tx, ops, { command, seen }, intent);
      const at = ops.now();
      await transitionIntent(tx, intent.id, { from: ["requested"], to: "acting", actedAt: at });
      const observed = await transitionIntent(tx, intent.id, {
        from: ["acting"],
        to: "observed",
        message: "Done.",
        observedAt: at,
      });
      if (!observed) throw new AppError("CONFLICT", "Someone else has changed this already.");
      await auditIntent(tx, observed, "observed", { command: withoutAction(command) });
      await announceInvalidation(ops, tx, invalidation);
      return observed;
    });
    invalidateMembers(ops, invalidation);
    publishInvalidation(ops, invalidation);
    return await publishIntent(ops, done);
  } catch (error) {
    if (isAppError(error) && refusals.includes(error.code)) {
      await storeRefusal(ops, stored, error.message);
    }
    throw error;
  }
}

async function change(
  tx: Db,
  ops: OpsContext,
  { command, seen }: { command: SettingsCommand; seen: SeenState | null },
  { actorId, reason }: Intent,
): Promise<unknown> {
  switch (command.action) {
    case "member.create":
      return createMember(tx, command.member);
    case "member.setRole":
      return updateMember(tx, command.memberId, { role: command.role });
    case "member.setActive":
      if (!command.active) await endMemberSessions(tx, { memberId: command.memberId, endedAt: ops.now() });
      return updateMember(tx, command.memberId, { active: command.active });
    case "member.resetSignIn":
      await unlinkIdentity(tx, command.memberId);
      return endMemberSessions(tx, { memberId: command.memberId, endedAt: ops.now() });
    case "freezeWindow.create":
      ops.estate.getEnvironment(command.window.environment);
      return createFreezeWindow(tx, toStoredFreezeWindow(command.window, reason), actorId);
    case "freezeWindow.update":
      ops.estate.getEnvironment(command.window.environment);
      return updateFreezeWindow(tx, seenWindow(command, seen), toStoredFreezeWindow(command.window, reason));
    case "freezeWindow.cancel":
      return cancelFreezeWindow(tx, seenWindow(command, seen), ops.now());
  }
}

/** @throws AppError INVALID_INPUT when it is not said what was seen. */
function seenWindow({ id }: { id: string }, seen: SeenState | null): SeenFreezeWindow {
  const updatedAt = new Date(seen?.resourceVersion ?? "");
  if (Number.isNaN(updatedAt.getTime())) {
    throw new AppError("INVALID_INPUT", "Reload the page: say what you were looking at.", {
      details: { fieldErrors: { seen: ["is required"] } },
    });
  }
  return { id, updatedAt };
}

/** People read names in the audit log, not ids. @throws AppError NOT_FOUND */
async function nameOfTarget({ db }: OpsContext, command: SettingsCommand): Promise<string | null> {
  switch (command.action) {
    case "member.setRole":
    case "member.setActive":
    case "member.resetSignIn":
      return (await getMember(db, command.memberId)).email;
    case "freezeWindow.update":
    case "freezeWindow.cancel": {
      const window = (await listFreezeWindows(db)).find(({ id }) => id === command.id);
      if (!window) throw new AppError("NOT_FOUND", "There is no such freeze window.");
      return window.title;
    }
    default:
      return null;
  }
}

function toInvalidation(command: SettingsCommand): Invalidation {
  return { topics: ["settings"], members: "memberId" in command ? [command.memberId] : [] };
}

async function storeRefusal({ db }: OpsContext, request: NewIntent, message: string): Promise<void> {
  const guards = [{ id: "settings", verdict: "fail", message, final: true }];
  await inTransaction(db, async (tx) => {
    const { intent, created } = await createIntent(tx, { ...request, guards, state: "refused", message });
    if (created) await auditIntent(tx, intent, "refused", { message });
  });
}

function withoutAction({ action: _action, ...rest }: SettingsCommand) {
  return rest;
}
