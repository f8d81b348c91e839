import {
  type ActionName,
  clusterActionNames,
  type EnvironmentInfo,
  type Role,
  settingsActionNames,
} from "@horizon/contracts";

export type EnvironmentTier = EnvironmentInfo["tier"];

interface Grants {
  readonly production: readonly ActionName[];
  readonly nonproduction: readonly ActionName[];
  /** Of `settingsActionNames`. */
  readonly global: readonly ActionName[];
}

const none: Grants = { production: [], nonproduction: [], global: [] };
const operate: Grants = { production: clusterActionNames, nonproduction: clusterActionNames, global: [] };

/** Role × environment tier → actions: the one place that decides who may do what. */
const grants: Record<Role, Grants> = {
  viewer: none,
  manager: none,
  operator: operate,
  oncall: operate,
  admin: { ...operate, global: settingsActionNames },
};

/** What a role may do in environments of a tier. */
export function listPermittedActions(role: Role, tier: EnvironmentTier): ActionName[] {
  return [...grants[role][tier]];
}

/** What a role may do to Horizon itself. */
export function listGlobalPermissions(role: Role): ActionName[] {
  return [...grants[role].global];
}

/** `tier` is null for an action on Horizon itself. */
export function isPermitted(role: Role, action: ActionName, tier: EnvironmentTier | null): boolean {
  return grants[role][tier ?? "global"].includes(action);
}

/** Actions that a second person must approve. */
export function isApprovalRequired(action: ActionName, tier: EnvironmentTier | null): boolean {
  return action === "rollout.promoteFull" && tier === "production";
}

/** Going on although a guard failed, a freeze window above all: for those who answer for an incident. */
export function mayOverrideGuards(role: Role): boolean {
  return role === "oncall" || role === "admin";
}

/** In production, and for changes to Horizon itself, the audit log must say why. */
export function isReasonRequired(tier: EnvironmentTier | null): boolean {
  return tier !== "nonproduction";
}
