import type { ReplicaCounts } from "../model/replica-set-object.ts";
import type { RollingUpdateLimits } from "./rolling-update-limits.ts";
import { approximateWeight, type CanaryAndStable } from "./weight-approximation.ts";

export interface BasicCanaryInput {
  replicas: number;
  weight: number;
  maxWeight: number;
  limits: RollingUpdateLimits;
  canary?: ReplicaCounts;
  /** Also given when it is the same ReplicaSet as the canary. */
  stable?: ReplicaCounts;
  isCanaryStable: boolean;
  others: ReplicaCounts[];
}

/**
 * Next counts of a canary without a router, where the number of pods splits the traffic. One move of a rolling
 * update: raise what is missing within the surge, then drain what is too much within availability; other
 * revisions have to drain first. Checked against upstream's tables (`../testdata/`).
 */
export function basicCanaryCounts(input: BasicCanaryInput): CanaryAndStable {
  const target = targetOf(input);
  const raised = raise(input, target);
  if (sumDesired(input.others) > 0) return raised;

  const { canary, stable, replicas, limits, isCanaryStable } = input;
  const minAvailable = replicas - limits.maxUnavailable;
  const increasing = !canary || target.canary >= canary.desired;
  const removable = countForScaleDown(canary, !increasing) + countForScaleDown(stable, increasing);
  if (removable <= minAvailable) return raised;

  const budget = removable - minAvailable;
  const bounds = { maxTotal: replicas + limits.maxSurge, minAvailable };
  if (!increasing) {
    const drained = drain(canary, target.canary, budget, raised.canary);
    const fitted = fit({ rs: canary, count: drained }, { rs: stable, count: raised.stable }, bounds);
    return { canary: fitted.drained, stable: fitted.kept };
  }
  if (!stable || isCanaryStable) return raised;
  const drained = drain(stable, target.stable, budget, raised.stable);
  const fitted = fit({ rs: stable, count: drained }, { rs: canary, count: raised.canary }, bounds);
  return { canary: fitted.kept, stable: fitted.drained };
}

function targetOf({ replicas, weight, maxWeight, limits, stable, isCanaryStable }: BasicCanaryInput) {
  if (!stable || isCanaryStable) return { canary: replicas, stable: 0 };
  return approximateWeight({ replicas, weight, maxWeight, maxSurge: limits.maxSurge });
}

/** Stable first: it carries the users. */
function raise(input: BasicCanaryInput, target: CanaryAndStable): CanaryAndStable {
  const stableDesired = input.isCanaryStable ? 0 : (input.stable?.desired ?? 0);
  const canaryDesired = input.canary?.desired ?? 0;
  const total = sumDesired(input.others) + stableDesired + canaryDesired;
  let room = Math.max(0, input.replicas + input.limits.maxSurge - total);
  const added = { canary: 0, stable: 0 };
  if (input.stable && !input.isCanaryStable) {
    added.stable = Math.min(room, Math.max(0, target.stable - stableDesired));
    room -= added.stable;
  }
  if (input.canary) added.canary = Math.min(room, Math.max(0, target.canary - canaryDesired));
  return { canary: canaryDesired + added.canary, stable: stableDesired + added.stable };
}

/** Pods that are going away by themselves never count; pods that are not available count only if told so. */
function countForScaleDown(counts: ReplicaCounts | undefined, ignoreAvailability: boolean): number {
  if (!counts) return 0;
  return counts.desired < counts.available || ignoreAvailability ? counts.desired : counts.available;
}

function drain(counts: ReplicaCounts | undefined, target: number, budget: number, current: number): number {
  return counts && counts.desired > target ? Math.max(target, counts.desired - budget) : current;
}

interface Side {
  rs: ReplicaCounts | undefined;
  count: number;
}

/** Keeps both sides within surge and availability: takes from the kept side first, gives back what must stay available. */
function fit(drained: Side, kept: Side, bounds: { maxTotal: number; minAvailable: number }) {
  if (!kept.rs) return { drained: drained.count, kept: kept.count };
  const excess = (keptCount: number) => Math.max(0, keptCount + drained.count - bounds.maxTotal);
  let keptCount = kept.count - excess(kept.count);
  const available =
    Math.min(drained.rs?.available ?? 0, drained.count) + Math.min(kept.rs.available, keptCount);
  const lost = Math.max(0, kept.rs.available - keptCount);
  keptCount += Math.min(lost, Math.max(0, bounds.minAvailable - available));
  return { drained: drained.count - excess(keptCount), kept: keptCount };
}

function sumDesired(counts: ReplicaCounts[]): number {
  return counts.reduce((sum, { desired }) => sum + desired, 0);
}
