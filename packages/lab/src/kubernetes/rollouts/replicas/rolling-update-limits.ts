import { canaryOf, replicasOf } from "../model/rollout-defaults.ts";
import type { Rollout } from "../model/rollout-object.ts";

const DEFAULT_LIMIT = "25%";

export interface RollingUpdateLimits {
  maxSurge: number;
  maxUnavailable: number;
}

/**
 * Pods allowed above and below `spec.replicas`. Surge rounds up, unavailable down; a string without `%` is a
 * percentage too; when both come to 0 one pod may be unavailable, since nothing could move otherwise.
 */
export function rollingUpdateLimits(rollout: Rollout): RollingUpdateLimits {
  const { maxSurge = DEFAULT_LIMIT, maxUnavailable = DEFAULT_LIMIT } = canaryOf(rollout);
  const replicas = replicasOf(rollout);
  const surge = scaled(maxSurge, replicas, Math.ceil);
  const unavailable = scaled(maxUnavailable, replicas, Math.floor);
  return {
    maxSurge: surge,
    maxUnavailable: Math.min(replicas, surge === 0 && unavailable === 0 ? 1 : unavailable),
  };
}

function scaled(limit: number | string, replicas: number, round: (value: number) => number): number {
  if (typeof limit === "number") return limit;
  return round((Number.parseFloat(limit) * replicas) / 100) || 0;
}
