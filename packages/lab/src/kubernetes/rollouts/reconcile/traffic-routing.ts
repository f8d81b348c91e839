import { isDeepStrictEqual } from "node:util";
import { podTemplateHashOf } from "../model/replica-set-object.ts";
import { canaryOf, isFullyPromoted, isRouted, maxTrafficWeight } from "../model/rollout-defaults.ts";
import type { TrafficWeights } from "../model/rollout-object.ts";
import { experimentWeights } from "./experiment-weights.ts";
import { canaryReplicaSets, isContextAborted, type RolloutContext, recordEvent } from "./rollout-context.ts";
import { pointService } from "./services.ts";
import { decideTraffic, dynamicRollbackHash } from "./traffic-weight.ts";

/**
 * Decides the weights and keeps them in `status.canary.weights`, from where the lab's router reads them.
 * It takes them at once, so there is nothing to verify (`verified` stays absent, as with most real routers).
 */
export function reconcileTrafficRouting(context: RolloutContext): void {
  const { rollout, stableReplicaSet } = context;
  if (!isRouted(rollout)) {
    delete context.next.weights;
    return;
  }
  const aborted = isContextAborted(context);
  const decision = decideTraffic(rollout, canaryReplicaSets(context), aborted);
  switchCanaryServiceOnAbort(context, aborted, decision?.weight);
  if (!decision) return;
  const { canaryService, stableService } = canaryOf(rollout);
  const additional = experimentWeights(context);
  const given = additional.reduce((sum, { weight }) => sum + weight, decision.weight);
  const weights: TrafficWeights = {
    canary: {
      weight: decision.weight,
      podTemplateHash: decision.canaryHash,
      ...(canaryService ? { serviceName: canaryService } : {}),
    },
    stable: {
      weight: maxTrafficWeight(rollout) - given,
      podTemplateHash: podTemplateHashOf(stableReplicaSet),
      ...(stableService ? { serviceName: stableService } : {}),
    },
    ...(additional.length > 0 ? { additional } : {}),
  };
  const previous = rollout.status?.canary?.weights;
  if (isDeepStrictEqual(previous, weights)) return;
  recordEvent(context, "TrafficWeightUpdated", `Traffic weight updated ${describeChange(previous, weights)}`);
  context.next.weights = weights;
}

/** The canary service may point back at stable only when no traffic is meant for the canary any more. */
function switchCanaryServiceOnAbort(
  context: RolloutContext,
  aborted: boolean,
  weight: number | undefined,
): void {
  const { rollout, newReplicaSet, stableReplicaSet } = context;
  const concernsAbort =
    aborted && !isFullyPromoted(rollout) && dynamicRollbackHash(rollout, newReplicaSet) === undefined;
  if (!concernsAbort || (canaryOf(rollout).dynamicStableScale && weight !== 0)) return;
  pointService(context, canaryOf(rollout).canaryService, stableReplicaSet, false);
}

function describeChange(previous: TrafficWeights | undefined, next: TrafficWeights): string {
  if (!previous) return `to ${next.canary.weight}`;
  const [before, after] = [previous.canary.weight, next.canary.weight];
  const isSame = isDeepStrictEqual(previous.additional, next.additional);
  // Go prints the list of structures without the names of their fields.
  const shown = (next.additional ?? []).map(
    ({ weight, serviceName = "", podTemplateHash = "" }) => `{${weight} ${serviceName} ${podTemplateHash}}`,
  );
  return [
    ...(before === after ? [] : [`from ${before} to ${after}`]),
    ...(isSame ? [] : [`additional: [${shown.join(" ")}]`]),
  ].join(", ");
}
