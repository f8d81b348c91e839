import type { KubeObject } from "../store/object-store.ts";
import { hasStatus, type ResourceKind } from "../store/resource-kind.ts";
import { type FieldSet, withoutPaths } from "./field-set.ts";

/** What the server sets is nobody's. */
const SYSTEM_FIELDS = [
  ["f:apiVersion"],
  ["f:kind"],
  ...[
    "name",
    "namespace",
    "creationTimestamp",
    "selfLink",
    "uid",
    "generation",
    "managedFields",
    "resourceVersion",
  ].map((name) => ["f:metadata", `f:${name}`]),
];

/** The set without what nobody can own; that there is metadata is not owned either. */
export function ownable(set: FieldSet): FieldSet {
  const { children } = withoutPaths(set, SYSTEM_FIELDS);
  const metadata = children.get("f:metadata");
  if (!metadata?.isMember) return { isMember: false, children };
  const named = new Map(children);
  if (metadata.children.size > 0) named.set("f:metadata", { ...metadata, isMember: false });
  else named.delete("f:metadata");
  return { isMember: false, children: named };
}

/** The part of an object that a write to the main resource, or to a subresource, is about. */
export function partOf(kind: ResourceKind, object: KubeObject | undefined, subresource?: string): object {
  if (!object) return {};
  if (subresource === "status") return { status: object.status };
  const { status, ...rest } = object;
  return hasStatus(kind) ? rest : { ...rest, ...(status === undefined ? {} : { status }) };
}
