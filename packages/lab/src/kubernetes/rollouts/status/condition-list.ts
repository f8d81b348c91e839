import { kubeTime } from "../../controllers/pod.ts";
import type { ConditionStatus, RolloutCondition } from "../model/rollout-object.ts";

export interface ConditionUpdate {
  type: string;
  status: ConditionStatus;
  reason: string;
  message: string;
}

export function findCondition(
  conditions: RolloutCondition[] | undefined,
  type: string,
): RolloutCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/**
 * The list with a condition set, at its end. The same list when status and reason are unchanged: then neither the
 * message nor the times move. `lastTransitionTime` is kept while the status stays the same.
 */
export function withCondition(
  conditions: RolloutCondition[],
  update: ConditionUpdate,
  nowMs: number,
): RolloutCondition[] {
  const current = findCondition(conditions, update.type);
  if (current?.status === update.status && current.reason === update.reason) return conditions;
  const now = kubeTime(nowMs);
  const lastTransitionTime = current?.status === update.status ? current.lastTransitionTime : now;
  const others = conditions.filter(({ type }) => type !== update.type);
  return [...others, { ...update, lastUpdateTime: now, lastTransitionTime }];
}

export function withoutCondition(conditions: RolloutCondition[], type: string): RolloutCondition[] {
  return conditions.filter((condition) => condition.type !== type);
}
