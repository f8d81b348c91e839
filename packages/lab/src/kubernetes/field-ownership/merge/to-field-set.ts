import { isJsonObject } from "../../store/read-path.ts";
import { badRequest } from "../../store/status-error.ts";
import { EMPTY, type FieldSet, isEmptySet, LEAF } from "../field-set.ts";
import { fieldElement, findItemElement, showPath, valueElement } from "../path-element.ts";
import type { MergeNode } from "./merge-node.ts";

function setOf(entries: Iterable<[string, FieldSet]>): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [key, child] of entries) if (!isEmptySet(child)) children.set(key, child);
  return { isMember: false, children };
}

/** What a manifest says: its leaves, and the items of its lists. 400 where a list's item has no key, or its twin's. */
export function toFieldSet(value: unknown, node: MergeNode, path: readonly string[] = []): FieldSet {
  if (node.is === "map" && isJsonObject(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) return path.length > 0 ? LEAF : EMPTY;
    return setOf(
      entries.map(([key, child]) => {
        const element = fieldElement(key);
        return [element, toFieldSet(child, node.childOf(key), [...path, element])];
      }),
    );
  }
  if (node.is === "set" && Array.isArray(value)) {
    return setOf(value.map((item) => [valueElement(item), LEAF]));
  }
  if (node.is !== "list" || !Array.isArray(value)) return LEAF;
  const seen = new Set<string>();
  return setOf(
    value.map((item, index) => {
      const element = findItemElement(item, node.keys);
      if (element === undefined) {
        const why = `element ${index}: associative list with keys has an element that omits key field`;
        throw badRequest(
          `${showPath(path)}: ${why} ${node.keys.map((key) => JSON.stringify(key)).join(", ")}`,
        );
      }
      if (seen.has(element)) {
        throw badRequest(`${showPath(path)}: duplicate entries for key ${showPath([element])}`);
      }
      seen.add(element);
      return [element, { ...toFieldSet(item, node.items, [...path, element]), isMember: true }];
    }),
  );
}
