import type { Clock } from "../../world/clock.ts";
import {
  type ControllerManager,
  ownerKey,
  ownKey,
  type ReconcileKey,
} from "../controllers/controller-runtime.ts";
import { createEventRecorder } from "../controllers/event-recorder.ts";
import type { KubeObject, ObjectStore, StoreEvent } from "../store/object-store.ts";
import { createAnalysisRunController } from "./analysis/analysis-run-controller.ts";
import type { MetricSource } from "./analysis/metric-source.ts";
import { createExperimentController } from "./experiments/experiment-controller.ts";
import type { Rollout } from "./model/rollout-object.ts";
import { reconcileRollout } from "./reconcile/reconcile-rollout.ts";

export interface RolloutControllerOptions {
  store: ObjectStore;
  clock: Clock;
  metricSource: MetricSource;
}

/**
 * Adds the controllers `rollout`, `analysisrun` and `experiment`, stopped, to a manager. Together they are the canary machine of
 * Argo Rollouts 1.9. They write ReplicaSets and leave the pods to the `replicaset` controller.
 */
export function registerRolloutController(
  manager: ControllerManager,
  options: RolloutControllerOptions,
): void {
  const { store, clock } = options;
  const record = createEventRecorder({ store, clock, component: "rollouts-controller" });
  manager.register({
    name: "rollout",
    reconcile({ namespace, name }) {
      const rollout = store.find<Rollout>("rollouts.argoproj.io", namespace, name);
      if (!rollout || rollout.metadata.deletionTimestamp !== undefined) return;
      return reconcileRollout({ store, record, nowMs: clock.now() }, rollout);
    },
    watches: [
      { resource: "rollouts.argoproj.io", map: ownKey },
      { resource: "replicasets.apps", map: ownerKey("Rollout") },
      { resource: "analysisruns.argoproj.io", map: ownerKey("Rollout") },
      { resource: "experiments.argoproj.io", map: ownerKey("Rollout") },
      { resource: "services", map: (event) => rolloutsThat(store, event, usesService) },
      { resource: "deployments.apps", map: (event) => rolloutsThat(store, event, usesWorkload) },
    ],
  });
  manager.register(createAnalysisRunController(options));
  manager.register(createExperimentController(options));
}

function rolloutsThat(
  store: ObjectStore,
  { object }: StoreEvent,
  uses: (rollout: Rollout, object: KubeObject) => boolean,
): ReconcileKey[] {
  const { namespace = "" } = object.metadata;
  return store
    .list<Rollout>("rollouts.argoproj.io", { namespace })
    .filter((rollout) => uses(rollout, object))
    .map(({ metadata }) => ({ namespace, name: metadata.name }));
}

function usesService({ spec }: Rollout, { metadata }: KubeObject): boolean {
  const { stableService, canaryService } = spec.strategy?.canary ?? {};
  return metadata.name === stableService || metadata.name === canaryService;
}

function usesWorkload({ spec }: Rollout, { metadata }: KubeObject): boolean {
  return spec.workloadRef?.name === metadata.name;
}
