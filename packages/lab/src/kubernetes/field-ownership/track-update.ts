import type { KubeObject } from "../store/object-store.ts";
import { apiVersionOf, type ResourceKind } from "../store/resource-kind.ts";
import { difference, union } from "./field-set.ts";
import { nodeOfKind } from "./kind-merge-node.ts";
import {
  type FieldManager,
  isSameManager,
  readOwnerships,
  toManagedFields,
  withManagedFields,
  withOwnership,
} from "./managers.ts";
import { compareFields } from "./merge/compare-fields.ts";
import { ownable, partOf } from "./owned-parts.ts";

/**
 * The object after a write that is no server-side apply: who wrote owns what it changed, and nobody else does any
 * more. A writer may hand over `managedFields` of its own, which then count instead of the stored ones.
 */
export function trackUpdate(
  kind: ResourceKind,
  current: KubeObject | undefined,
  next: KubeObject,
  manager: FieldManager,
  nowMs: number,
): KubeObject {
  const given = next.metadata.managedFields;
  const known = readOwnerships(given?.length ? given : current?.metadata.managedFields);
  const changes = compareFields(
    partOf(kind, current, manager.subresource),
    partOf(kind, next, manager.subresource),
    nodeOfKind(kind),
  );
  const [changed, removed] = [ownable(changes.changed), ownable(changes.removed)];
  const others = known
    .filter((ownership) => !isSameManager(ownership.manager, manager))
    .map((ownership) => ({
      ...ownership,
      fields: difference(difference(ownership.fields, changed), removed),
    }));
  const own = known.find((ownership) => isSameManager(ownership.manager, manager));
  const fields = own ? union(difference(own.fields, removed), changed) : changed;
  const ownership = { manager, apiVersion: apiVersionOf(kind), fields };
  const managedFields = toManagedFields(withOwnership([...others, ...(own ? [own] : [])], ownership, nowMs));
  return withManagedFields(next, managedFields);
}
