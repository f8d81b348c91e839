import { findController } from "../kubernetes/object-meta.ts";
import type { AnalysisRun } from "../kubernetes/rollout.ts";
import type { HorizontalPodAutoscaler, ReplicaSet } from "../kubernetes/workload.ts";
import type { Change } from "../reflector/reflector-store.ts";
import type { PodFacts } from "../workloads/pod-facts.ts";
import { readRevision, type Workload } from "../workloads/workload-row.ts";
import { type CachedItems, createGroupIndex, type GroupIndex, type IndexedKind } from "./cluster-tables.ts";

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

interface Owners {
  readonly was: string | null;
  readonly is: string | null;
}

/** Who controlled the object before the change, and who does after it: labels and owners can be taken off what lives on. */
function ownersOf<Item>(change: Change<Item>, ownerOf: (item: Item) => string | null): Owners {
  if (change.op === "remove") return { was: ownerOf(change.item), is: null };
  const { previous, item } = change;
  return { was: previous === undefined ? null : ownerOf(previous), is: ownerOf(item) };
}

function regroup(groups: GroupIndex, member: string, { was, is }: Owners): void {
  if (was !== null && was !== is) groups.remove(was, member);
  if (is !== null) groups.add(is, member);
}

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

  function applyPod(change: Change<PodFacts>, affected: Affected): void {
    affected.pods.add(change.key);
    const owners = ownersOf(change, ({ ownerUid }) => ownerUid);
    regroup(podsOfReplicaSet, change.key, owners);
    for (const uid of [owners.was, owners.is]) {
      const replicaSet = uid === null ? undefined : tables.replicasets.get(uid);
      const owner = replicaSet && findController(replicaSet.metadata);
      if (owner) affected.workloads.add(owner.uid);
    }
  }

  function applyReplicaSet(change: Change<ReplicaSet>, affected: Affected): void {
    const owners = ownersOf(change, ({ metadata }) => findController(metadata)?.uid ?? null);
    regroup(replicaSetsOfWorkload, change.key, owners);
    for (const uid of [owners.was, owners.is]) if (uid !== null) affected.workloads.add(uid);
    const previous = change.op === "upsert" ? change.previous : undefined;
    const isSameToPods =
      previous &&
      owners.was === owners.is &&
      readRevision(previous.metadata.annotations) === readRevision(change.item.metadata.annotations);
    if (!isSameToPods) for (const pod of podsOfReplicaSet.members(change.key)) affected.pods.add(pod);
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
        const runs = change as Change<AnalysisRun>;
        const owners = ownersOf(runs, ({ metadata }) => findController(metadata)?.uid ?? null);
        regroup(analysisRunsOfRollout, change.key, owners);
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
