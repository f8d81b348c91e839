import type { EnvironmentInfo, MemberRow, RolloutRow, WaitingItem } from "@horizon/contracts";
import { type Intent, listIntents } from "@horizon/db";
import { isAppError } from "@horizon/errors";
import type { OpsContext } from "../../ops-context.ts";
import { isPermitted } from "../../permissions.ts";
import { targetOf } from "../actions/intent-row.ts";

const maxActions = 100;

/** Rollouts that wait for a person, actions that wait for a second one or for a controller, longest first. */
export async function listWaiting(
  ops: OpsContext,
  member: MemberRow,
  environment: string | undefined,
): Promise<WaitingItem[]> {
  const environments = ops.estate
    .listEnvironments()
    .filter(({ id }) => environment === undefined || id === environment);
  const rollouts = environments.flatMap((info) => listWaitingRollouts(ops, member, info));
  const actions = await listWaitingActions(ops, member, environment);
  return [...rollouts, ...actions].sort((a, b) => (a.since < b.since ? -1 : 1));
}

function listWaitingRollouts(
  { estate }: OpsContext,
  { role }: MemberRow,
  info: EnvironmentInfo,
): WaitingItem[] {
  const { cluster } = estate.getEnvironment(info.id);
  if (!cluster) return [];
  const actionable = isPermitted(role, "rollout.promote", info.tier);
  return [...cluster.cache.rows.table("rollout").values()].flatMap((row) =>
    row.environment === info.id ? toWaitingRollout(row, actionable) : [],
  );
}

function toWaitingRollout(row: RolloutRow, actionable: boolean): WaitingItem[] {
  const { key, environment, namespace, name, wait, stepIndex, steps, version, stableVersion, actualWeight } =
    row;
  if (wait === null || wait.until !== null) return [];
  const step =
    stepIndex === null
      ? ""
      : ` at step ${Math.min(stepIndex + 1, steps)} of ${steps}, with ${actualWeight} % of traffic`;
  return [
    {
      key,
      kind: "rollout",
      environment,
      title: `${name} ${version} waits${step}`,
      detail: `${wait.reason}; ${stableVersion} serves the rest`,
      since: wait.since,
      href: `/${environment}/rollouts/${namespace}/${name}`,
      actionable,
    },
  ];
}

async function listWaitingActions(
  { db, estate }: OpsContext,
  member: MemberRow,
  environment: string | undefined,
): Promise<WaitingItem[]> {
  const filter = environment === undefined ? {} : { environment };
  const intents = await listIntents(db, {
    states: ["awaiting_approval", "not_picked_up"],
    limit: maxActions,
    ...filter,
  }).catch((error: unknown) => {
    if (isAppError(error, "UNAVAILABLE")) return { rows: [] };
    throw error;
  });
  return intents.rows.map((intent) => {
    const tier = estate.listEnvironments().find(({ id }) => id === intent.environment)?.tier ?? null;
    const isPermittedToo = isPermitted(member.role, intent.action, tier);
    return intent.state === "not_picked_up"
      ? toStuckAction(intent, isPermittedToo)
      : toWaitingApproval(intent, isPermittedToo && intent.actorId !== member.id);
  });
}

function toStuckAction(intent: Intent, actionable: boolean): WaitingItem {
  const { id, environment, actorName, action, kind, namespace, name, message } = intent;
  const page = kind === "Rollout" ? "rollouts" : `deployments/${kind}`;
  return {
    key: id,
    kind: "stuck",
    environment,
    title: `${name}: “${spokenAction(action)}” of ${actorName} is not picked up`,
    detail: message,
    since: (intent.actedAt ?? intent.createdAt).toISOString(),
    href: kind === "Pod" ? `/${environment}/audit` : `/${environment}/${page}/${namespace}/${name}`,
    actionable,
  };
}

function toWaitingApproval(intent: Intent, actionable: boolean): WaitingItem {
  return {
    key: intent.id,
    kind: "approval",
    environment: intent.environment,
    title: `${intent.actorName} asks for “${spokenAction(intent.action)}” of ${targetOf(intent)}`,
    detail: intent.reason,
    since: intent.createdAt.toISOString(),
    href: `/${intent.environment ?? ""}/approvals`,
    actionable,
  };
}

/** `rollout.promoteFull` → `promote full` */
function spokenAction(action: string): string {
  const verb = action.slice(action.indexOf(".") + 1);
  return verb.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
