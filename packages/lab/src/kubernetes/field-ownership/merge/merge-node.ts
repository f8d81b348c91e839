import type { FieldType } from "../../models/field-type.ts";
import { findModel } from "../../models/model-catalogue.ts";
import { ATOMIC_FIELDS, ATOMIC_MODELS, LIST_KEYS, PRESENT_STRUCTS, SET_FIELDS } from "./list-types.ts";

/**
 * How one place of an object merges. `atomic`: as a whole, as scalars do. `map`: key by key. `list`: item by item, told
 * apart by keys. `set`: each value is an item.
 */
export type MergeNode =
  | { is: "atomic" }
  | { is: "map"; childOf: (key: string) => MergeNode; alwaysPresent?: boolean }
  | { is: "list"; keys: readonly string[]; items: MergeNode }
  | { is: "set" };

export const ATOMIC: MergeNode = { is: "atomic" };

/** What has no schema: objects merge, lists do not. */
export const DEDUCED: MergeNode = { is: "map", childOf: () => DEDUCED };

const known = new Map<string, MergeNode>();

function nodeOfField(model: string, name: string, type: FieldType): MergeNode {
  const path = `${model}.${name}`;
  if (ATOMIC_FIELDS.has(path)) return ATOMIC;
  if (SET_FIELDS.has(path)) return { is: "set" };
  switch (type.is) {
    case "list": {
      const keys = LIST_KEYS[path];
      return keys ? { is: "list", keys, items: nodeOfField(model, "", type.of) } : ATOMIC;
    }
    case "map": {
      const values = nodeOfField(model, "", type.of);
      return { is: "map", childOf: () => values };
    }
    case "model": {
      const node = nodeOfModel(type.model);
      return node.is === "map" && PRESENT_STRUCTS.has(path) ? { ...node, alwaysPresent: true } : node;
    }
    case "any":
      return DEDUCED;
    default:
      return ATOMIC;
  }
}

/** How objects of a model merge. */
export function nodeOfModel(name: string): MergeNode {
  if (ATOMIC_MODELS.has(name)) return ATOMIC;
  const found = known.get(name);
  if (found) return found;
  const children = new Map<string, MergeNode>();
  const node: MergeNode = {
    is: "map",
    childOf(key) {
      const child = children.get(key);
      if (child) return child;
      const field = findModel(name)?.fields.get(key);
      const made = field ? nodeOfField(name, key, field.type) : DEDUCED;
      children.set(key, made);
      return made;
    },
  };
  known.set(name, node);
  return node;
}
