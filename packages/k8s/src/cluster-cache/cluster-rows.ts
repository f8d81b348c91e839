import type { EventRow, PodRow, RolloutRow, WorkloadRow } from "@horizon/contracts";
import { jsonEqual } from "../kubernetes/json-equal.ts";
import { toRolloutRow } from "../rollouts/rollout-row.ts";
import { toPodRow } from "../workloads/pod-facts.ts";
import { readRevision, toWorkloadRow, type WorkloadContext } from "../workloads/workload-row.ts";
import type { Affected, ClusterIndex } from "./cluster-index.ts";
import { createStringPool } from "./string-pool.ts";

interface RowsByKind {
  workload: WorkloadRow;
  rollout: RolloutRow;
  pod: PodRow;
  event: EventRow;
}
export type RowKind = keyof RowsByKind;

/**
 * One row that changed. A removal carries the last row, so that its readers know whose it was. `previous` is what was
 * said of the row before; null for a new one, and for events.
 */
export type RowChange = {
  [Kind in RowKind]: {
    kind: Kind;
    op: "upsert" | "remove";
    key: string;
    row: RowsByKind[Kind];
    previous: RowsByKind[Kind] | null;
  };
}[RowKind];

/** Events are rows as they come; nothing is computed of them. */
type ComputedKind = Exclude<RowKind, "event">;
type RowTables = { [Kind in ComputedKind]: Map<string, RowsByKind[Kind]> };

/** Rows as last published, recomputed for what a change affects; a row that comes out the same is not a change. */
export interface ClusterRows {
  recompute(affected: Affected): RowChange[];
  table<Kind extends ComputedKind>(kind: Kind): ReadonlyMap<string, RowsByKind[Kind]>;
}

/**
 * Rows of one cluster, computed from its index.
 *
 * @param environmentOf undefined for a namespace of no environment: it has no rows.
 * @param onOdd told of an object that no row could be made of; it keeps the row that it had, and the others get theirs.
 */
export function createClusterRows(
  index: ClusterIndex,
  environmentOf: (namespace: string) => string | undefined,
  onOdd: (uid: string, error: unknown) => void,
): ClusterRows {
  const owners = createStringPool();
  const tables: RowTables = { workload: new Map(), rollout: new Map(), pod: new Map() };

  function put<Kind extends ComputedKind>(
    kind: Kind,
    key: string,
    row: RowsByKind[Kind] | undefined,
  ): RowChange[] {
    const table: Map<string, RowsByKind[Kind]> = tables[kind];
    const previous = table.get(key);
    if (row === undefined) {
      if (!table.delete(key)) return [];
      return [{ kind, op: "remove", key, row: previous, previous } as RowChange];
    }
    if (previous && jsonEqual(previous, row)) return [];
    table.set(key, row);
    return [{ kind, op: "upsert", key, row, previous: previous ?? null } as RowChange];
  }

  function computeWorkload(uid: string): RowChange[] {
    const workload = index.findWorkload(uid);
    const environment = workload && environmentOf(workload.object.metadata.namespace ?? "");
    if (!workload || !environment)
      return [...put("workload", uid, undefined), ...put("rollout", uid, undefined)];
    const context: WorkloadContext = {
      environment,
      replicaSets: index.listReplicaSets(uid),
      pods: index.listPods(uid),
      hpa: index.findHpa(workload),
    };
    const row = toWorkloadRow(workload, context);
    const rolloutRow = workload.kind === "Rollout" ? toRolloutRow(workload.object, context) : undefined;
    return [...put("workload", uid, row), ...put("rollout", uid, rolloutRow)];
  }

  function computePod(uid: string): RowChange[] {
    const facts = index.table("pods").get(uid);
    const environment = facts && environmentOf(facts.namespace);
    if (!facts || !environment) return put("pod", uid, undefined);
    const owner = index.findOwner(facts);
    const revision = owner ? readRevision(owner.replicaSet.metadata.annotations) : null;
    const label = owner ? owners.share(owner.label) : null;
    return put("pod", uid, toPodRow(facts, { environment, owner: label, revision }));
  }

  const attempt = (compute: (uid: string) => RowChange[]) => (uid: string) => {
    try {
      return compute(uid);
    } catch (error) {
      onOdd(uid, error);
      return [];
    }
  };

  return {
    recompute: ({ workloads, pods }) => [
      ...[...pods].flatMap(attempt(computePod)),
      ...[...workloads].flatMap(attempt(computeWorkload)),
    ],
    table: (kind) => tables[kind],
  };
}
