import type { KubeObject, ObjectStore } from "../../store/object-store.ts";
import { WORKLOAD_GENERATION_ANNOTATION } from "../model/replica-set-object.ts";
import { replicasOf } from "../model/rollout-defaults.ts";
import type { PodTemplate, Rollout } from "../model/rollout-object.ts";

interface Deployment extends KubeObject {
  spec: { replicas?: number; selector?: { matchLabels?: Record<string, string> }; template?: PodTemplate };
}

/** The Rollout with template and selector of the Deployment it points to; unchanged when that does not exist. */
export function resolveWorkloadRef(store: ObjectStore, rollout: Rollout): Rollout {
  const deployment = findWorkload(store, rollout);
  if (!deployment) return rollout;
  const { template, selector } = deployment.spec;
  return {
    ...rollout,
    metadata: {
      ...rollout.metadata,
      annotations: {
        ...rollout.metadata.annotations,
        [WORKLOAD_GENERATION_ANNOTATION]: String(deployment.metadata.generation ?? 0),
      },
    },
    spec: {
      ...rollout.spec,
      ...(template ? { template } : {}),
      ...(rollout.spec.selector ? {} : selector ? { selector } : {}),
    },
  };
}

export function findWorkload(store: ObjectStore, { metadata, spec }: Rollout): Deployment | undefined {
  const { kind, name } = spec.workloadRef ?? {};
  if (kind !== "Deployment" || !name) return undefined;
  return store.find<Deployment>("deployments.apps", metadata.namespace ?? null, name);
}

/** `workloadRef.scaleDown`: hands the pods over from the Deployment during the first revision. */
export function scaleDownWorkload(store: ObjectStore, rollout: Rollout): void {
  const deployment = findWorkload(store, rollout);
  const target = deployment && workloadReplicas(rollout);
  if (target === undefined || deployment?.spec.replicas === target) return;
  if (deployment) {
    store.update<Deployment>("deployments.apps", {
      ...deployment,
      spec: { ...deployment.spec, replicas: target },
    });
  }
}

function workloadReplicas(rollout: Rollout): number | undefined {
  const isHealthy = rollout.status?.phase === "Healthy";
  switch (rollout.spec.workloadRef?.scaleDown) {
    case "onsuccess":
      return isHealthy ? 0 : undefined;
    case "progressively":
      return isHealthy ? 0 : Math.max(0, replicasOf(rollout) - (rollout.status?.readyReplicas ?? 0));
    default:
      return undefined;
  }
}
