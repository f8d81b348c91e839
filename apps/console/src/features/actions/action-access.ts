import type { ActionAvailability, SessionInfo } from "@horizon/contracts";
import { roleName } from "../../auth/role-name.ts";
import { actionPermissionText, type ClusterActionName } from "./action-words.ts";

/** Whether the person's role has the permission there. The server decides; this mirrors it. */
export function mayAct(session: SessionInfo, environment: string, action: ClusterActionName): boolean {
  return session.permissions[environment]?.includes(action) ?? false;
}

/**
 * Why a button is off, or null when it is on. The role comes first: what the rollout's state allows
 * is of no use to someone who may not act anyway.
 */
export function disabledReason(
  session: SessionInfo,
  environment: string,
  action: ClusterActionName,
  availability: ActionAvailability = { enabled: true },
): string | null {
  if (!mayAct(session, environment, action)) {
    return `Your role (${roleName(session.member.role)}) may not ${actionPermissionText(action)} in this environment.`;
  }
  return availability.enabled ? null : availability.reason;
}
