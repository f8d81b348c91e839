import { z } from "zod";
import { freezeWindowInput } from "./freeze-windows.ts";
import { newMember, role } from "./members.ts";
import { environmentId, podRef, rolloutRef, workloadRef } from "./references.ts";
import { storedText } from "./stored-text.ts";

export const rolloutActionNames = [
  "rollout.promote",
  "rollout.promoteFull",
  "rollout.pause",
  "rollout.resume",
  "rollout.abort",
  "rollout.retry",
  "rollout.skipStep",
] as const;

/** Actions on a cluster, which belong to an environment. */
export const clusterActionNames = [
  ...rolloutActionNames,
  "workload.restart",
  "workload.rollBack",
  "workload.setImage",
  "workload.scale",
  "workload.setScaleBounds",
  "pod.delete",
] as const;

/** Actions on Horizon itself, which belong to no environment. */
export const settingsActionNames = [
  "member.create",
  "member.setRole",
  "member.setActive",
  "member.resetSignIn",
  "freezeWindow.create",
  "freezeWindow.update",
  "freezeWindow.cancel",
] as const;

/** Permissions are actions, not verbs: each is granted, guarded and audited by this name. */
export const actionNames = [...clusterActionNames, ...settingsActionNames] as const;
export const actionName = z.enum(actionNames);
export type ActionName = z.infer<typeof actionName>;
export type RolloutActionName = (typeof rolloutActionNames)[number];

const replicas = z.int().min(0).max(1000);
/** `repository:tag`, `repository@sha256:…` or both. */
const image = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[a-z0-9]([\w.\-/:]*[\w])?(@sha256:[0-9a-f]{64})?$/, "is not an image reference");

/** What a person asks for, on the cluster. */
export const clusterCommand = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("rollout.promote"), target: rolloutRef }),
  z.strictObject({ action: z.literal("rollout.promoteFull"), target: rolloutRef }),
  z.strictObject({ action: z.literal("rollout.pause"), target: rolloutRef }),
  z.strictObject({ action: z.literal("rollout.resume"), target: rolloutRef }),
  z.strictObject({ action: z.literal("rollout.abort"), target: rolloutRef }),
  z.strictObject({ action: z.literal("rollout.retry"), target: rolloutRef }),
  z.strictObject({ action: z.literal("rollout.skipStep"), target: rolloutRef }),
  z.strictObject({ action: z.literal("workload.restart"), target: workloadRef }),
  z.strictObject({ action: z.literal("workload.rollBack"), target: workloadRef, revision: z.int().min(1) }),
  z.strictObject({
    action: z.literal("workload.setImage"),
    target: workloadRef,
    container: storedText.min(1).max(63),
    image,
  }),
  z.strictObject({ action: z.literal("workload.scale"), target: workloadRef, replicas }),
  z.strictObject({
    action: z.literal("workload.setScaleBounds"),
    target: workloadRef,
    minReplicas: z.int().min(1).max(1000),
    maxReplicas: z.int().min(1).max(1000),
  }),
  z.strictObject({ action: z.literal("pod.delete"), target: podRef }),
]);
export type ClusterCommand = z.infer<typeof clusterCommand>;

/** What an admin asks for, on Horizon itself. */
export const settingsCommand = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("member.create"), member: newMember }),
  z.strictObject({ action: z.literal("member.setRole"), memberId: z.uuid(), role }),
  z.strictObject({ action: z.literal("member.setActive"), memberId: z.uuid(), active: z.boolean() }),
  /** Ends every session of the member and forgets the account that they sign in with. */
  z.strictObject({ action: z.literal("member.resetSignIn"), memberId: z.uuid() }),
  z.strictObject({ action: z.literal("freezeWindow.create"), window: freezeWindowInput }),
  z.strictObject({ action: z.literal("freezeWindow.update"), id: z.uuid(), window: freezeWindowInput }),
  z.strictObject({ action: z.literal("freezeWindow.cancel"), id: z.uuid() }),
]);
export type SettingsCommand = z.infer<typeof settingsCommand>;

/** Discriminated throughout, so that a fault is reported at its field and not at the command. */
export const actionCommand = z.discriminatedUnion("action", [clusterCommand, settingsCommand]);
export type ActionCommand = z.infer<typeof actionCommand>;

/** What the person was looking at when they decided; the action is refused when it is no longer so. */
export const seenState = z.strictObject({
  resourceVersion: storedText.min(1).max(128),
  podHash: storedText.max(63).nullable(),
  stepIndex: z.int().min(0).nullable(),
});
export type SeenState = z.infer<typeof seenState>;

export const maxReasonLength = 500;

export const executeInput = z.strictObject({
  /** One a click: the same key again is the same intent. */
  idempotencyKey: z.uuid(),
  command: actionCommand,
  /** Required in production and for changes to Horizon itself. */
  reason: storedText.trim().max(maxReasonLength).default(""),
  /** Required for commands on the cluster, and for a change of a freeze window. */
  seen: seenState.nullable().default(null),
  /** Go on although a guard warns or fails; a fail needs the permission too. */
  acknowledgedGuards: z.array(storedText.max(60)).max(20).default([]),
});
export type ExecuteInput = z.infer<typeof executeInput>;

export const guardResult = z.object({
  /** Stable id, e.g. `freeze-window`, `action-available`, `hpa-overrules`. */
  id: z.string(),
  verdict: z.enum(["pass", "warn", "fail"]),
  message: z.string(),
  /** A fail that nobody may override (the action makes no sense now). */
  final: z.boolean(),
});
export type GuardResult = z.infer<typeof guardResult>;

/**
 * requested → [awaiting_approval → approved] → acting → accepted → observed
 * and the ways out: refused (guard), rejected, expired, failed (the API said no), not_picked_up (the controller did not react).
 */
export const intentStates = [
  "requested",
  "awaiting_approval",
  "approved",
  "acting",
  "accepted",
  "observed",
  "not_picked_up",
  "failed",
  "refused",
  "rejected",
  "expired",
] as const;
export const intentState = z.enum(intentStates);
export type IntentState = z.infer<typeof intentState>;

export const approvalInfo = z.object({
  digest: z.string(),
  requestedById: z.string(),
  expiresAt: z.iso.datetime(),
  decidedBy: z.string().nullable(),
  decision: z.enum(["approved", "rejected"]).nullable(),
  decidedAt: z.iso.datetime().nullable(),
  comment: z.string(),
});

export const intentRow = z.object({
  id: z.uuid(),
  state: intentState,
  action: actionName,
  command: actionCommand,
  environment: environmentId.nullable(),
  /** `Rollout horizon-production/api-gateway`, for people. */
  target: z.string(),
  actor: z.object({ id: z.string(), name: z.string(), role }),
  reason: z.string(),
  seen: seenState.nullable(),
  guards: z.array(guardResult),
  approval: approvalInfo.nullable(),
  /** Progress in words: what is being waited for, or what happened. */
  message: z.string(),
  createdAt: z.iso.datetime(),
  actedAt: z.iso.datetime().nullable(),
  observedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
});
export type IntentRow = z.infer<typeof intentRow>;

export const decideInput = z.strictObject({
  intentId: z.uuid(),
  decision: z.enum(["approved", "rejected"]),
  /** Of what the approver was shown; another digest is refused. */
  digest: storedText.min(1).max(128),
  comment: storedText.trim().max(maxReasonLength).default(""),
});
export type DecideInput = z.infer<typeof decideInput>;

export const fieldChange = z.object({
  /** Dotted path, e.g. `spec.template.spec.containers[api-gateway].image`. */
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FieldChange = z.infer<typeof fieldChange>;

/** What an action will do, computed from the live object: shown before the person confirms. */
export const actionPreview = z.object({
  action: actionName,
  target: z.string(),
  available: z.boolean(),
  /** Why not, when it is not. */
  unavailableReason: z.string(),
  permitted: z.boolean(),
  seen: seenState.nullable(),
  /** One sentence: current → new. */
  summary: z.string(),
  consequences: z.array(z.string()),
  warnings: z.array(z.string()),
  weight: z.object({ before: z.number(), after: z.number() }).nullable(),
  pods: z
    .object({
      stable: z.object({ before: z.number(), after: z.number() }),
      canary: z.object({ before: z.number(), after: z.number() }),
    })
    .nullable(),
  blastRadius: z.string(),
  guards: z.array(guardResult),
  /** The server's own dry run against the live object. */
  diff: z.array(fieldChange),
  diffError: z.string().nullable(),
  reasonRequired: z.boolean(),
  approvalRequired: z.boolean(),
  /** 0–4, `reference` of the confirmation tiers: 3 and up look dangerous. */
  tier: z.int().min(0).max(4),
  kubectl: z.string(),
});
export type ActionPreview = z.infer<typeof actionPreview>;
