import type { ActionCommand, EnvironmentInfo } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import type { OpsContext } from "../../ops-context.ts";
import { isPermitted, isReasonRequired } from "../../permissions.ts";
import type { Actor } from "./actor.ts";
import { auditDenial } from "./audit-intent.ts";
import { isClusterCommand, targetOfCommand } from "./command-target.ts";

/** Where the command acts; null for Horizon itself. @throws AppError NOT_FOUND for an unknown environment. */
export function environmentOf(
  { estate }: Pick<OpsContext, "estate">,
  command: ActionCommand,
): EnvironmentInfo | null {
  return isClusterCommand(command) ? estate.getEnvironment(command.target.environment).info : null;
}

/** @throws AppError FORBIDDEN, after the attempt was audited. */
export async function authorise(
  { db }: Pick<OpsContext, "db">,
  { member, clientAddress }: Actor,
  command: ActionCommand,
  environment: EnvironmentInfo | null,
  reason: string,
): Promise<void> {
  const { action } = command;
  if (isPermitted(member.role, action, environment?.tier ?? null)) return;
  const { kind, namespace, name } = targetOfCommand(command);
  await auditDenial(db, {
    actor: member,
    action,
    environment: environment?.id ?? null,
    target: `${kind} ${namespace === null ? "" : `${namespace}/`}${name}`,
    reason,
    clientAddress,
  });
  const where = environment ? ` in ${environment.title}` : "";
  throw new AppError("FORBIDDEN", `Your role (${member.role}) may not do this${where}.`, {
    details: { action },
  });
}

/** @throws AppError INVALID_INPUT for the field `reason`. */
export function requireReason(reason: string, environment: EnvironmentInfo | null): void {
  if (reason !== "" || !isReasonRequired(environment?.tier ?? null)) return;
  throw new AppError("INVALID_INPUT", "Say why: a reason is required here.", {
    details: { fieldErrors: { reason: ["is required"] } },
  });
}
