import type { KubeObject } from "../store/object-store.ts";
import { apiVersionOf, type ResourceKind } from "../store/resource-kind.ts";
import { applyConflict } from "./apply-conflict.ts";
import { difference, type FieldSet, fromFieldsV1, intersection, isEmptySet, union } from "./field-set.ts";
import { nodeOfKind } from "./kind-merge-node.ts";
import {
  type FieldManager,
  isSameManager,
  type Ownership,
  readOwnerships,
  toManagedFields,
  withManagedFields,
  withOwnership,
} from "./managers.ts";
import { compareFields } from "./merge/compare-fields.ts";
import { mergeValues } from "./merge/merge-values.ts";
import { pruneFields } from "./merge/prune-fields.ts";
import { toFieldSet } from "./merge/to-field-set.ts";
import { ownable, partOf } from "./owned-parts.ts";

export interface ApplyOptions {
  manager: FieldManager;
  /** Takes what others own instead of refusing. */
  force: boolean;
  nowMs: number;
}

/** What was there before anybody applied belongs to a manager of its own, so that it is not changed unseen. */
function ownershipsOf(kind: ResourceKind, live: KubeObject, nowMs: number): Ownership[] {
  const known = readOwnerships(live.metadata.managedFields);
  if (known.length > 0) return known;
  const { changed } = compareFields({}, partOf(kind, live), nodeOfKind(kind));
  const manager: FieldManager = { name: "before-first-apply", operation: "Update" };
  return withOwnership([], { manager, apiVersion: apiVersionOf(kind), fields: ownable(changed) }, nowMs);
}

/** An object keeps its metadata, also when nobody owns anything in it. */
const METADATA: FieldSet = fromFieldsV1({ "f:metadata": { "f:name": {} } });

/**
 * Server-side apply as structured-merge-diff does it: the live object with what the manifest says, without what the
 * same manager said before, says no longer, and nobody else owns. 409 for a field of another manager's that would
 * change, unless it is forced. The manager then owns what its manifest says, also what others own as well.
 */
export function applyObject(
  kind: ResourceKind,
  live: KubeObject,
  manifest: KubeObject,
  { manager, force, nowMs }: ApplyOptions,
): KubeObject {
  const node = nodeOfKind(kind);
  const ownerships = ownershipsOf(kind, live, nowMs);
  const others = ownerships.filter((ownership) => !isSameManager(ownership.manager, manager));
  const own = ownerships.find((ownership) => isSameManager(ownership.manager, manager));
  const fields = ownable(toFieldSet(partOf(kind, manifest, manager.subresource), node));
  const merged = mergeValues(live, partOf(kind, manifest, manager.subresource), node);
  const kept = [METADATA, fields, ...others.map((other) => other.fields)].reduce(union);
  const next = (own ? pruneFields(merged, node, own.fields, kept) : merged) as KubeObject;

  const { changed, removed } = compareFields(live, next, node);
  const conflicts = others
    .map((owner) => ({ owner, fields: intersection(owner.fields, changed) }))
    .filter((conflict) => !isEmptySet(conflict.fields));
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);
  const left = others.map((owner) => ({
    ...owner,
    fields: difference(difference(owner.fields, changed), removed),
  }));
  const ownership = { manager, apiVersion: apiVersionOf(kind), fields };
  const managedFields = toManagedFields(withOwnership([...left, ...(own ? [own] : [])], ownership, nowMs));
  return withManagedFields(next, managedFields);
}

/** What is created by applying: the manifest, owned by who applied it. */
export function newlyApplied(
  kind: ResourceKind,
  manifest: KubeObject,
  { manager, nowMs }: Pick<ApplyOptions, "manager" | "nowMs">,
): KubeObject {
  const fields = ownable(toFieldSet(partOf(kind, manifest), nodeOfKind(kind)));
  const ownership = { manager, apiVersion: apiVersionOf(kind), fields };
  const managedFields = toManagedFields(withOwnership([], ownership, nowMs));
  return withManagedFields(manifest, managedFields);
}
