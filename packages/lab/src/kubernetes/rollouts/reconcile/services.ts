import type { KubeObject } from "../../store/object-store.ts";
import {
  availableReplicas,
  desiredReplicas,
  MANAGED_BY_ANNOTATION,
  POD_TEMPLATE_HASH_LABEL,
  podTemplateHashOf,
  type ReplicaSet,
} from "../model/replica-set-object.ts";
import { canaryOf, isRouted } from "../model/rollout-defaults.ts";
import { isContextAborted, type RolloutContext, recordEvent } from "./rollout-context.ts";
import { dynamicRollbackHash } from "./traffic-weight.ts";

export interface Service extends KubeObject {
  spec?: { selector?: Record<string, string>; [field: string]: unknown };
}

export function findService(context: RolloutContext, name: string | undefined): Service | undefined {
  if (!name) return undefined;
  return context.store.find<Service>("services", context.rollout.metadata.namespace ?? null, name);
}

/** §3.1 step 10: the stable service follows stable; the canary service the new revision, or stable after an abort. */
export function reconcileServices(context: RolloutContext): void {
  const { rollout, newReplicaSet, stableReplicaSet } = context;
  const { stableService, canaryService } = canaryOf(rollout);
  pointService(context, stableService, stableReplicaSet);
  if (isContextAborted(context)) {
    // Behind a router this waits for the weights. Upstream points the service at the canary here and back at stable
    // there, in every reconcile of the abort delay; the lab keeps the outcome and spares the back and forth.
    if (!isRouted(rollout)) pointService(context, canaryService, stableReplicaSet);
    return;
  }
  // Stable may still be too small for the canary's traffic: the switch waits until it is not.
  if (dynamicRollbackHash(rollout, newReplicaSet) !== undefined) return;
  pointService(context, canaryService, newReplicaSet);
}

/** Changes a service's hash selector, not before a pod can answer. A service that was not managed yet waits for all. */
export function pointService(
  context: RolloutContext,
  name: string | undefined,
  replicaSet: ReplicaSet | undefined,
  checkAvailability = true,
): void {
  const service = findService(context, name);
  if (!service || !replicaSet) return;
  const hash = podTemplateHashOf(replicaSet);
  const previous = service.spec?.selector?.[POD_TEMPLATE_HASH_LABEL];
  if (previous === hash) return;
  const isManaged = service.metadata.annotations?.[MANAGED_BY_ANNOTATION] !== undefined;
  const required = isManaged ? 1 : Math.max(1, desiredReplicas(replicaSet));
  if (checkAvailability && availableReplicas(replicaSet) < required) return;
  context.store.update<Service>("services", {
    ...service,
    metadata: {
      ...service.metadata,
      annotations: {
        ...service.metadata.annotations,
        [MANAGED_BY_ANNOTATION]: context.rollout.metadata.name,
      },
    },
    spec: { ...service.spec, selector: { ...service.spec?.selector, [POD_TEMPLATE_HASH_LABEL]: hash } },
  });
  const message = `Switched selector for service '${name}' from '${previous ?? ""}' to '${hash}'`;
  recordEvent(context, "SwitchService", message);
}
