import type { FieldType } from "../../models/field-type.ts";
import { ATOMIC_FIELDS, LIST_KEYS, SET_FIELDS } from "./list-types.ts";

interface MergeExtensions {
  "x-kubernetes-map-type"?: "atomic";
  "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  "x-kubernetes-list-map-keys"?: readonly string[];
}

/** How a field of a model merges in server-side apply, as schemas say it. */
export function mergeExtensions(path: string, type: FieldType): MergeExtensions {
  if (ATOMIC_FIELDS.has(path)) return { "x-kubernetes-map-type": "atomic" };
  if (type.is !== "list") return {};
  if (SET_FIELDS.has(path)) return { "x-kubernetes-list-type": "set" };
  const keys = LIST_KEYS[path];
  if (!keys) return { "x-kubernetes-list-type": "atomic" };
  return { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": keys };
}
