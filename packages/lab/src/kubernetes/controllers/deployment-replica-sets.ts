import { controllerReference } from "../store/controller-reference.ts";
import type { ObjectStore } from "../store/object-store.ts";
import {
  DESIRED_REPLICAS,
  type Deployment,
  equalIgnoringHash,
  findNewReplicaSet,
  inheritedAnnotations,
  MAX_REPLICAS,
  POD_TEMPLATE_HASH,
  podTemplateHash,
  REVISION,
  resolveFenceposts,
  revisionOf,
} from "./deployment.ts";
import { newReplicaSetSize } from "./deployment-scaling.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { PodTemplateSpec } from "./pod.ts";
import type { ReplicaSet } from "./replica-set.ts";

const HISTORY_LIMIT = 10;

/** The ReplicaSets of one Deployment, and the writes that a Deployment controller does to them. */
export interface DeploymentReplicaSets {
  list(): ReplicaSet[];
  /** The ReplicaSet of the current template, created or raised to the newest revision if need be. */
  ensureNew(): ReplicaSet;
  /** Sets the size and the desired-replicas annotations; records the event. */
  resize(name: string, replicas: number): void;
  removeBeyondHistory(): void;
}

export function createDeploymentReplicaSets(
  store: ObjectStore,
  record: EventRecorder,
): (deployment: Deployment) => DeploymentReplicaSets {
  return (deployment) => {
    const { namespace = "", name, uid } = deployment.metadata;
    const list = () => store.list<ReplicaSet>("replicasets.apps", { namespace, ownerUid: uid });

    function resize(replicaSetName: string, replicas: number): void {
      const replicaSet = store.find<ReplicaSet>("replicasets.apps", namespace, replicaSetName);
      if (!replicaSet) return;
      const from = replicaSet.spec.replicas ?? 1;
      const annotations = { ...replicaSet.metadata.annotations, ...sizeAnnotations(deployment) };
      store.update<ReplicaSet>("replicasets.apps", {
        ...replicaSet,
        metadata: { ...replicaSet.metadata, annotations },
        spec: { ...replicaSet.spec, replicas },
      });
      if (from !== replicas) recordScaling(replicaSetName, from, replicas);
    }

    function recordScaling(replicaSetName: string, from: number, to: number): void {
      const message = `Scaled ${to > from ? "up" : "down"} replica set ${replicaSetName} from ${from} to ${to}`;
      record(deployment, { type: "Normal", reason: "ScalingReplicaSet", message });
    }

    function create(revision: number): ReplicaSet {
      const hash = unusedHash(deployment.spec.template, (candidate) =>
        store.find<ReplicaSet>("replicasets.apps", namespace, `${name}-${candidate}`),
      );
      const replicaSet = newReplicaSet(deployment, hash, revision, initialSize(deployment, list()));
      const created = store.create<ReplicaSet>("replicasets.apps", replicaSet);
      if (created.spec.replicas) recordScaling(created.metadata.name, 0, created.spec.replicas);
      return created;
    }

    function ensureNew(): ReplicaSet {
      const all = list();
      const known = findNewReplicaSet(deployment, all);
      const newestOld = Math.max(0, ...all.filter((other) => other !== known).map(revisionOf));
      const revision = known && revisionOf(known) > newestOld ? revisionOf(known) : newestOld + 1;
      const replicaSet = known
        ? store.update("replicasets.apps", asNewest(known, deployment, revision))
        : create(revision);
      stampRevision(store, deployment, revision);
      return replicaSet;
    }

    function removeBeyondHistory(): void {
      const limit = deployment.spec.revisionHistoryLimit ?? HISTORY_LIMIT;
      const current = findNewReplicaSet(deployment, list());
      const old = list()
        .filter(
          (replicaSet) => replicaSet !== current && !replicaSet.spec.replicas && !replicaSet.status?.replicas,
        )
        .sort((a, b) => revisionOf(b) - revisionOf(a));
      for (const { metadata } of old.slice(limit)) store.delete("replicasets.apps", namespace, metadata.name);
    }

    return { list, ensureNew, resize, removeBeyondHistory };
  };
}

function initialSize(deployment: Deployment, old: readonly ReplicaSet[]): number {
  const { replicas = 1, strategy } = deployment.spec;
  if (strategy?.type === "Recreate") return replicas;
  return newReplicaSetSize({
    replicas,
    ...resolveFenceposts(deployment),
    newReplicaSet: { name: "", replicas: 0, available: 0 },
    oldReplicaSets: old.map(({ metadata, spec }) => ({
      name: metadata.name,
      replicas: spec.replicas ?? 0,
      available: 0,
    })),
  });
}

function newReplicaSet(deployment: Deployment, hash: string, revision: number, replicas: number) {
  const { name, namespace = "" } = deployment.metadata;
  const { template, minReadySeconds, selector } = deployment.spec;
  const labels = { ...template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: {
        ...inheritedAnnotations(deployment),
        ...sizeAnnotations(deployment),
        [REVISION]: String(revision),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

function asNewest(replicaSet: ReplicaSet, deployment: Deployment, revision: number): ReplicaSet {
  const annotations = {
    ...replicaSet.metadata.annotations,
    ...inheritedAnnotations(deployment),
    [REVISION]: String(revision),
  };
  const { minReadySeconds } = deployment.spec;
  const spec = minReadySeconds === undefined ? replicaSet.spec : { ...replicaSet.spec, minReadySeconds };
  return { ...replicaSet, metadata: { ...replicaSet.metadata, annotations }, spec };
}

function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const { replicas = 1 } = deployment.spec;
  return {
    [DESIRED_REPLICAS]: String(replicas),
    [MAX_REPLICAS]: String(replicas + resolveFenceposts(deployment).maxSurge),
  };
}

function stampRevision(store: ObjectStore, { metadata }: Deployment, revision: number): void {
  const deployment = store.find<Deployment>("deployments.apps", metadata.namespace ?? "", metadata.name);
  if (!deployment || deployment.metadata.annotations?.[REVISION] === String(revision)) return;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revision) };
  store.update("deployments.apps", { ...deployment, metadata: { ...deployment.metadata, annotations } });
}

/** The template's hash, or the next one when another template took the name. */
function unusedHash(template: PodTemplateSpec, find: (hash: string) => ReplicaSet | undefined): string {
  for (let salt = 0; ; salt += 1) {
    const salted = salt === 0 ? template : { ...template, salt };
    const hash = podTemplateHash(salted);
    const taken = find(hash);
    if (!taken || equalIgnoringHash(taken.spec.template, template)) return hash;
  }
}
