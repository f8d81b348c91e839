import { findController } from "../kubernetes/object-meta.ts";
import type { AnalysisRun } from "../kubernetes/rollout.ts";
import type { HorizontalPodAutoscaler, ReplicaSet } from "../kubernetes/workload.ts";
import type { Change } from "../reflector/reflector-store.ts";
import type { PodFacts } from "../workloads/pod-facts.ts";
import { readRevision, type Workload } from "../workloads/workload-row.ts";
import { type CachedItems, createGroupIndex, type IndexedKind } from "./cluster-tables.ts";

/** Rows that a change may have altered. */
export interface Affected {
  workloads: Set<string>;
  pods: Set<string>;
}

/**
 * Everything kept of one cluster, with the joins that rows need: pods by ReplicaSet, ReplicaSets by workload,
 * autoscalers by target. A change costs what its workload costs, whatever the size of the cluster.
 */
export interface ClusterIndex {
  apply<Kind extends IndexedKind>(kind: Kind, change: Change<CachedItems[Kind]>, affected: Affected): void;
  table<Kind extends IndexedKind>(kind: Kind): ReadonlyMap<string, CachedItems[Kind]>;
  findWorkload(uid: string): Workload | undefined;
  findWorkloadByName(kind: Workload["kind"], namespace: string, name: string): Workload | undefined;
  listReplicaSets(workloadUid: string): ReplicaSet[];
  listPods(workloadUid: string): PodFacts[];
  findHpa(workload: Workload): HorizontalPodAutoscaler | undefined;
  listAnalysisRuns(rolloutUid: string): AnalysisRun[];
  /** The ReplicaSet of a pod and the workload behind it. */
  findOwner(
    pod: PodFacts,
  ): { replicaSet: ReplicaSet; workload: Workload | undefined; label: string } | undefined;
}

type Tables = { [Kind in IndexedKind]: Map<string, CachedItems[Kind]> };

const targetKey = (namespace: string | undefined, kind: string, name: string) =>
  `${namespace}/${kind}/${name}`;

export function createClusterIndex(): ClusterIndex {
  const tables: Tables = {
    pods: new Map(),
    deployments: new Map(),
    replicasets: new Map(),
    rollouts: new Map(),
    analysisruns: new Map(),
    horizontalpodautoscalers: new Map(),
    poddisruptionbudgets: new Map(),
    services: new Map(),
    nodes: new Map(),
    configmaps: new Map(),
    secrets: new Map(),
  };
  const podsOfReplicaSet = createGroupIndex();
  const replicaSetsOfWorkload = createGroupIndex();
  const analysisRunsOfRollout = createGroupIndex();
  const hpaOfTarget = createGroupIndex();
  const workloadByName = new Map<string, string>();

  const findWorkload = (uid: string): Workload | undefined => {
    const deployment = tables.deployments.get(uid);
    if (deployment) return { kind: "Deployment", object: deployment };
    const rollout = tables.rollouts.get(uid);
    return rollout && { kind: "Rollout", object: rollout };
  };
  const resolve = <Item>(keys: ReadonlySet<string>, table: ReadonlyMap<string, Item>) =>
    [...keys].flatMap((key) => table.get(key) ?? []);

  function applyPod({ op, key, item }: Change<PodFacts>, affected: Affected): void {
    affected.pods.add(key);
    if (item.ownerUid === null) return;
    if (op === "upsert") podsOfReplicaSet.add(item.ownerUid, key);
    else podsOfReplicaSet.remove(item.ownerUid, key);
    const replicaSet = tables.replicasets.get(item.ownerUid);
    const owner = replicaSet && findController(replicaSet.metadata);
    if (owner) affected.workloads.add(owner.uid);
  }

  function applyReplicaSet(change: Change<ReplicaSet>, affected: Affected): void {
    const { op, key, item } = change;
    const owner = findController(item.metadata);
    if (owner) {
      if (op === "upsert") replicaSetsOfWorkload.add(owner.uid, key);
      else replicaSetsOfWorkload.remove(owner.uid, key);
      affected.workloads.add(owner.uid);
    }
    const previous = op === "upsert" ? change.previous : undefined;
    const sameRevision =
      previous && readRevision(previous.metadata.annotations) === readRevision(item.metadata.annotations);
    if (!sameRevision) for (const pod of podsOfReplicaSet.members(key)) affected.pods.add(pod);
  }

  function applyHpa(change: Change<HorizontalPodAutoscaler>, affected: Affected): void {
    const targetOf = ({ metadata, spec }: HorizontalPodAutoscaler) =>
      targetKey(metadata.namespace, spec.scaleTargetRef.kind, spec.scaleTargetRef.name);
    const touch = (target: string) => {
      const uid = workloadByName.get(target);
      if (uid) affected.workloads.add(uid);
    };
    if (change.op === "upsert" && change.previous && targetOf(change.previous) !== targetOf(change.item)) {
      hpaOfTarget.remove(targetOf(change.previous), change.key);
      touch(targetOf(change.previous));
    }
    if (change.op === "upsert") hpaOfTarget.add(targetOf(change.item), change.key);
    else hpaOfTarget.remove(targetOf(change.item), change.key);
    touch(targetOf(change.item));
  }

  function applyWorkload(
    kind: Workload["kind"],
    change: Change<Workload["object"]>,
    affected: Affected,
  ): void {
    const { namespace, name } = change.item.metadata;
    if (change.op === "upsert") workloadByName.set(targetKey(namespace, kind, name), change.key);
    else workloadByName.delete(targetKey(namespace, kind, name));
    affected.workloads.add(change.key);
  }

  return {
    apply(kind, change, affected) {
      const table = tables[kind] as Map<string, unknown>;
      if (change.op === "upsert") table.set(change.key, change.item);
      else table.delete(change.key);
      const untyped = change as Change<never>;
      if (kind === "pods") applyPod(untyped, affected);
      else if (kind === "replicasets") applyReplicaSet(untyped, affected);
      else if (kind === "horizontalpodautoscalers") applyHpa(untyped, affected);
      else if (kind === "deployments") applyWorkload("Deployment", untyped, affected);
      else if (kind === "rollouts") applyWorkload("Rollout", untyped, affected);
      else if (kind === "analysisruns") {
        const run = (change as Change<AnalysisRun>).item;
        const owner = findController(run.metadata);
        if (!owner) return;
        if (change.op === "upsert") analysisRunsOfRollout.add(owner.uid, change.key);
        else analysisRunsOfRollout.remove(owner.uid, change.key);
      }
    },
    table: (kind) => tables[kind],
    findWorkload,
    findWorkloadByName(kind, namespace, name) {
      const uid = workloadByName.get(targetKey(namespace, kind, name));
      return uid === undefined ? undefined : findWorkload(uid);
    },
    listReplicaSets: (uid) => resolve(replicaSetsOfWorkload.members(uid), tables.replicasets),
    listPods: (uid) =>
      [...replicaSetsOfWorkload.members(uid)].flatMap((replicaSet) =>
        resolve(podsOfReplicaSet.members(replicaSet), tables.pods),
      ),
    findHpa({ kind, object }) {
      const target = targetKey(object.metadata.namespace, kind, object.metadata.name);
      return resolve(hpaOfTarget.members(target), tables.horizontalpodautoscalers)[0];
    },
    listAnalysisRuns: (uid) => resolve(analysisRunsOfRollout.members(uid), tables.analysisruns),
    findOwner(pod) {
      const replicaSet = pod.ownerUid === null ? undefined : tables.replicasets.get(pod.ownerUid);
      if (!replicaSet) return undefined;
      const owner = findController(replicaSet.metadata);
      const label = owner ? `${owner.kind}/${owner.name}` : `ReplicaSet/${replicaSet.metadata.name}`;
      return { replicaSet, workload: owner && findWorkload(owner.uid), label };
    },
  };
}
