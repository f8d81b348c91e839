import { isJsonObject } from "../../store/read-path.ts";
import { EMPTY, type FieldSet, isEmptySet } from "../field-set.ts";
import { fieldElement } from "../path-element.ts";
import { findItems, itemNodeOf } from "./list-items.ts";
import type { MergeNode } from "./merge-node.ts";

type Part = [key: string, element: string, value: unknown, node: MergeNode];

function findParts(value: unknown, node: MergeNode): Part[] | undefined {
  if (node.is === "map" && isJsonObject(value)) {
    return Object.entries(value).map(([key, child]) => [key, fieldElement(key), child, node.childOf(key)]);
  }
  if ((node.is !== "list" && node.is !== "set") || !Array.isArray(value)) return undefined;
  const items = findItems(value, node);
  return items && [...items].map(([element, item]) => [element, element, item, itemNodeOf(node)]);
}

/**
 * The value without the places in it that were `given` earlier and that nobody `kept`. A place that holds something
 * kept stays; one that holds nothing kept goes with all that is in it.
 */
export function pruneFields(value: unknown, node: MergeNode, given: FieldSet, kept: FieldSet): unknown {
  const parts = findParts(value, node);
  if (!parts) return value;
  const left = parts.flatMap(([key, element, child, childNode]): [string, unknown][] => {
    const [was, is] = [given.children.get(element) ?? EMPTY, kept.children.get(element) ?? EMPTY];
    if (isEmptySet(was)) return [[key, child]];
    return isEmptySet(is) ? [] : [[key, pruneFields(child, childNode, was, is)]];
  });
  return Array.isArray(value) ? left.map(([, item]) => item) : Object.fromEntries(left);
}
