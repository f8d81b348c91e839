import type { ActionPreview, ClusterCommand, FieldChange, MemberRow } from "@horizon/contracts";
import { isAppError, toPublicError } from "@horizon/errors";
import {
  describeBlastRadius,
  diffDryRun,
  diffJson,
  kubectlCommand,
  type PlannedRequest,
  sendPlannedRequest,
} from "@horizon/k8s";
import { describeConsequence } from "@horizon/k8s/rollouts";
import type { OpsContext } from "../../ops-context.ts";
import { isApprovalRequired, isPermitted, isReasonRequired } from "../../permissions.ts";
import { confirmationTier } from "./confirmation-tier.ts";
import { describeCommand } from "./describe-command.ts";
import { evaluateGuards } from "./evaluate-guards.ts";
import { gatherGuardFacts } from "./gather-guard-facts.ts";
import { type LiveTarget, loadLiveTarget } from "./live-target.ts";
import { isRolloutAction, planCommand } from "./plan-command.ts";

/** What an action would do to the object as it is now: computed, dry-run by the API server, and guarded. Changes nothing. */
export async function previewAction(
  ops: OpsContext,
  member: MemberRow,
  command: ClusterCommand,
): Promise<ActionPreview> {
  const target = await loadLiveTarget(ops.estate, command);
  const { tier } = target.environment;
  const plan = planCommand(command, target, ops.now());
  const facts = await gatherGuardFacts(ops, member, command, target, plan.availability);
  const { kind, namespace, name } = command.target;
  const permitted = isPermitted(member.role, command.action, tier);
  return {
    action: command.action,
    target: `${kind} ${namespace}/${name}`,
    available: plan.availability.enabled,
    unavailableReason: plan.availability.enabled ? "" : plan.availability.reason,
    permitted,
    seen: target.seen,
    ...describeEffect(command, target),
    blastRadius: blastRadiusOf(command, target),
    guards: evaluateGuards(facts),
    ...(permitted ? await dryRun(target, plan.requests, member) : { diff: [], diffError: null }),
    reasonRequired: isReasonRequired(tier),
    approvalRequired: isApprovalRequired(command.action, tier),
    tier: confirmationTier(command, tier),
    kubectl: kubectlCommand(command, plan.requests),
  };
}

type Effect = Pick<ActionPreview, "summary" | "consequences" | "warnings" | "weight" | "pods">;

function describeEffect(command: ClusterCommand, target: LiveTarget): Effect {
  if (target.workload === null || target.workload.kind !== "Rollout" || !isRolloutAction(command)) {
    return {
      summary: describeCommand(command, target),
      consequences: [],
      warnings: [],
      weight: null,
      pods: null,
    };
  }
  const effect = describeConsequence(command.action, target.workload.object, target.replicaSets);
  const { summary, weight, pods, warnings } = effect;
  const consequences = [
    ...(effect.runsOn === "" ? [] : [effect.runsOn]),
    ...listSkipped(effect.stepsSkipped),
    ...effect.analysisLost.map((run) => `Analysis ${run} is cut short.`),
  ];
  return { summary, consequences, warnings, weight, pods };
}

function listSkipped(steps: readonly string[]): string[] {
  if (steps.length === 0) return [];
  return [`Skips ${steps.length === 1 ? "a step" : `${steps.length} steps`}: ${steps.join(", ")}.`];
}

function blastRadiusOf(command: ClusterCommand, target: LiveTarget): string {
  if (target.workload === null) return "1 pod.";
  const { index } = target.cluster.cache;
  const { uid } = target.workload.object.metadata;
  const budgets = [...index.table("poddisruptionbudgets").values()];
  return describeBlastRadius(command.action, target.workload, index.listPods(uid), budgets);
}

/** The API server's own answer, as the person who asks: admission and permissions of the cluster count too. */
async function dryRun(
  { cluster, object }: LiveTarget,
  requests: readonly PlannedRequest[],
  member: MemberRow,
): Promise<{ diff: FieldChange[]; diffError: string | null }> {
  const [request] = requests;
  if (!request || request.method === "DELETE") return { diff: [], diffError: null };
  const as = { user: member.email, groups: [`horizon:${member.role}`] };
  try {
    const answer = await sendPlannedRequest(cluster.client, request, { as, dryRun: true });
    // A status patch and a Scale are other documents than the object: compare what was asked for.
    if (request.path.endsWith("/status")) return { diff: diffStatus(object, answer), diffError: null };
    if (request.path.endsWith("/scale")) return { diff: diffReplicas(object, answer), diffError: null };
    const isTarget = answer.metadata.uid === object.metadata.uid;
    return { diff: isTarget ? diffDryRun(object, answer) : [], diffError: null };
  } catch (error) {
    const message = isAppError(error) ? error.message : toPublicError(error).message;
    return { diff: [], diffError: message };
  }
}

function diffStatus(before: { status?: unknown }, after: { status?: unknown }): FieldChange[] {
  return diffJson(before.status, after.status, "status");
}

function diffReplicas(before: { spec?: unknown }, after: { spec?: unknown }): FieldChange[] {
  const replicas = (object: { spec?: unknown }) =>
    (object.spec as { replicas?: number } | undefined)?.replicas;
  return diffJson(replicas(before), replicas(after), "spec.replicas");
}
