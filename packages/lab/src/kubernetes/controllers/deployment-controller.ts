import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../world/clock.ts";
import type { ObjectStore } from "../store/object-store.ts";
import {
  type Controller,
  ownerKey,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "./controller-runtime.ts";
import {
  byCreation,
  DESIRED_REPLICAS,
  type Deployment,
  findNewReplicaSet,
  MAX_REPLICAS,
  resolveFenceposts,
} from "./deployment.ts";
import { createDeploymentReplicaSets, type DeploymentReplicaSets } from "./deployment-replica-sets.ts";
import { nextRollingSizes, proportionalSizes, type SizedReplicaSet } from "./deployment-scaling.ts";
import { deploymentStatus, isComplete, progressDeadlineInMs, progressing } from "./deployment-status.ts";
import { createEventRecorder } from "./event-recorder.ts";
import { type Condition, findCondition, withCondition } from "./pod.ts";
import type { ReplicaSet } from "./replica-set.ts";

/** Rolls Deployments from ReplicaSet to ReplicaSet as kube-controller-manager does: RollingUpdate and Recreate. */
export function createDeploymentController(options: { store: ObjectStore; clock: Clock }): Controller {
  const { store, clock } = options;
  const record = createEventRecorder({ store, clock, component: "deployment-controller" });
  const replicaSetsOf = createDeploymentReplicaSets(store, record);

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const deployment = store.find<Deployment>("deployments.apps", namespace, name);
    if (!deployment || deployment.metadata.deletionTimestamp !== undefined) return;
    const replicaSets = replicaSetsOf(deployment);
    const before = replicaSets.list();
    const conditions = pauseCondition(deployment, clock.now());

    if (deployment.spec.paused || isScalingEvent(deployment, before)) {
      scale(deployment, replicaSets);
      return updateStatus(deployment, replicaSets, conditions);
    }
    if (deployment.spec.strategy?.type === "Recreate") recreate(deployment, replicaSets);
    else roll(deployment, replicaSets);

    const created = replicaSets.list().length > before.length;
    const newName = findNewReplicaSet(deployment, replicaSets.list())?.metadata.name ?? name;
    const known = findCondition(conditions, "Progressing");
    if (created) {
      return updateStatus(
        deployment,
        replicaSets,
        withCondition(conditions, progressing("NewReplicaSetCreated", newName, clock.now())),
      );
    }
    if (known) return updateStatus(deployment, replicaSets, conditions);
    return updateStatus(
      deployment,
      replicaSets,
      withCondition(conditions, progressing("FoundNewReplicaSet", newName, clock.now())),
    );
  }

  function roll(deployment: Deployment, replicaSets: DeploymentReplicaSets): void {
    const current = replicaSets.ensureNew();
    const old = replicaSets.list().filter(({ metadata }) => metadata.uid !== current.metadata.uid);
    const sizes = nextRollingSizes({
      replicas: deployment.spec.replicas ?? 1,
      ...resolveFenceposts(deployment),
      newReplicaSet: sized(current),
      oldReplicaSets: old.sort(byCreation).map(sized),
    });
    for (const [replicaSetName, size] of sizes) replicaSets.resize(replicaSetName, size);
  }

  function recreate(deployment: Deployment, replicaSets: DeploymentReplicaSets): void {
    const existing = findNewReplicaSet(deployment, replicaSets.list());
    const old = replicaSets.list().filter(({ metadata }) => metadata.uid !== existing?.metadata.uid);
    for (const { metadata, spec } of old) if (spec.replicas !== 0) replicaSets.resize(metadata.name, 0);
    if (old.some(({ metadata }) => store.list("pods", { ownerUid: metadata.uid }).length > 0)) return;
    replicaSets.resize(replicaSets.ensureNew().metadata.name, deployment.spec.replicas ?? 1);
  }

  function scale(deployment: Deployment, replicaSets: DeploymentReplicaSets): void {
    const { replicas = 1 } = deployment.spec;
    const all = replicaSets.list();
    const active = all.filter(({ spec }) => (spec.replicas ?? 0) > 0);
    const newest = findNewReplicaSet(deployment, all) ?? [...all].sort(byCreation).at(-1);
    const only = active.length <= 1 ? (active[0] ?? newest) : undefined;
    if (only) {
      replicaSets.resize(only.metadata.name, replicas);
      return;
    }
    if (newest && isSaturated(newest, replicas)) {
      for (const { metadata } of active)
        if (metadata.uid !== newest.metadata.uid) replicaSets.resize(metadata.name, 0);
      return;
    }
    const { maxSurge } = resolveFenceposts(deployment);
    const formerly = Number(active[0]?.metadata.annotations?.[MAX_REPLICAS] ?? replicas);
    const sizes = proportionalSizes(active.map(sized), replicas > 0 ? replicas + maxSurge : 0, formerly);
    for (const { metadata, spec } of active) {
      replicaSets.resize(metadata.name, sizes.get(metadata.name) ?? spec.replicas ?? 0);
    }
  }

  function updateStatus(
    { metadata }: Deployment,
    replicaSets: DeploymentReplicaSets,
    conditions: readonly Condition[] | undefined,
  ): ReconcileResult | undefined {
    const deployment = store.find<Deployment>("deployments.apps", metadata.namespace ?? "", metadata.name);
    if (!deployment) return;
    const all = replicaSets.list();
    const newReplicaSet = findNewReplicaSet(deployment, all);
    const nowMs = clock.now();
    const status = deploymentStatus({ deployment, newReplicaSet, replicaSets: all, conditions, nowMs });
    if (!isDeepStrictEqual(status, deployment.status))
      store.updateStatus("deployments.apps", { ...deployment, status });
    if (isComplete(deployment, status)) replicaSets.removeBeyondHistory();
    const progress = findCondition(status.conditions, "Progressing");
    if (!progress || deployment.spec.paused || progress.reason === "NewReplicaSetAvailable") return;
    if (progress.reason === "ProgressDeadlineExceeded") return;
    return { requeueAfterMs: progressDeadlineInMs(deployment, progress, nowMs) + 1000 };
  }

  return {
    name: "deployment",
    reconcile,
    watches: [
      { resource: "deployments.apps", map: ownKey },
      { resource: "replicasets.apps", map: ownerKey("Deployment") },
      // A Recreate waits until the last old pod is gone, which its ReplicaSet's status does not show.
      {
        resource: "pods",
        map: (event) => (event.type === "DELETED" ? deploymentOfPod(store, event.object) : []),
      },
    ],
  };
}

function deploymentOfPod(
  store: ObjectStore,
  { metadata }: { metadata: Deployment["metadata"] },
): ReconcileKey[] {
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === "ReplicaSet");
  if (!owner) return [];
  const namespace = metadata.namespace ?? "";
  const replicaSet = store.find<ReplicaSet>("replicasets.apps", namespace, owner.name);
  const parent = replicaSet?.metadata.ownerReferences?.find(({ kind }) => kind === "Deployment");
  return parent ? [{ namespace, name: parent.name }] : [];
}

/** A pause and a resume leave their mark, so that the progress deadline starts anew. */
function pauseCondition(deployment: Deployment, nowMs: number): readonly Condition[] | undefined {
  const conditions = deployment.status?.conditions;
  const current = findCondition(conditions, "Progressing");
  if (current?.reason === "ProgressDeadlineExceeded") return conditions;
  if (deployment.spec.paused && current?.reason !== "DeploymentPaused") {
    return withCondition(conditions, progressing("DeploymentPaused", "", nowMs));
  }
  if (!deployment.spec.paused && current?.reason === "DeploymentPaused") {
    return withCondition(conditions, progressing("DeploymentResumed", "", nowMs));
  }
  return conditions;
}

function isScalingEvent(deployment: Deployment, replicaSets: readonly ReplicaSet[]): boolean {
  return replicaSets.some(({ metadata, spec }) => {
    const desired = metadata.annotations?.[DESIRED_REPLICAS];
    return (
      (spec.replicas ?? 0) > 0 && desired !== undefined && Number(desired) !== (deployment.spec.replicas ?? 1)
    );
  });
}

function isSaturated({ metadata, spec, status }: ReplicaSet, replicas: number): boolean {
  const desired = Number(metadata.annotations?.[DESIRED_REPLICAS] ?? -1);
  return spec.replicas === replicas && desired === replicas && (status?.availableReplicas ?? 0) === replicas;
}

function sized({ metadata, spec, status }: ReplicaSet): SizedReplicaSet {
  return { name: metadata.name, replicas: spec.replicas ?? 1, available: status?.availableReplicas ?? 0 };
}
