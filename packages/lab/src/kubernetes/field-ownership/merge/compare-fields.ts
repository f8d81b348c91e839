import { isDeepStrictEqual } from "node:util";
import { isJsonObject } from "../../store/read-path.ts";
import { EMPTY, type FieldSet, isEmptySet, LEAF } from "../field-set.ts";
import { fieldElement } from "../path-element.ts";
import { findItems, itemNodeOf } from "./list-items.ts";
import type { MergeNode } from "./merge-node.ts";

/** What a write did: the places that it set or changed, and those that it removed. */
export interface FieldChanges {
  changed: FieldSet;
  removed: FieldSet;
}

const NOTHING: FieldChanges = { changed: EMPTY, removed: EMPTY };

type Part = [element: string, before: unknown, after: unknown, node: MergeNode];

const isAbsent = (value: unknown) => value === undefined || value === null;

/** The places below; undefined where the two states are compared as a whole. */
function findParts(before: unknown, after: unknown, node: MergeNode): Part[] | undefined {
  if (node.is === "atomic") return undefined;
  if (node.is === "map") {
    if (![before, after].every((value) => isAbsent(value) || isJsonObject(value))) return undefined;
    const left = isJsonObject(before) ? before : {};
    const right = isJsonObject(after) ? after : {};
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keys].map((key) => [fieldElement(key), left[key], right[key], node.childOf(key)]);
  }
  if (![before, after].every((value) => isAbsent(value) || Array.isArray(value))) return undefined;
  const left = findItems((before ?? []) as unknown[], node);
  const right = findItems((after ?? []) as unknown[], node);
  if (!left || !right) return undefined;
  const elements = new Set([...left.keys(), ...right.keys()]);
  return [...elements].map((element) => [element, left.get(element), right.get(element), itemNodeOf(node)]);
}

function compareWhole(before: unknown, after: unknown): FieldChanges {
  if (isDeepStrictEqual(before, after) || (isAbsent(before) && isAbsent(after))) return NOTHING;
  return isAbsent(after) ? { changed: EMPTY, removed: LEAF } : { changed: LEAF, removed: EMPTY };
}

/** Compares two states of a place, leaf by leaf. An object that appears or goes is named itself, with all below it. */
export function compareFields(before: unknown, after: unknown, node: MergeNode): FieldChanges {
  if (before === after) return NOTHING;
  const parts = findParts(before, after, node);
  if (!parts || parts.length === 0) return compareWhole(before, after);
  const changed = new Map<string, FieldSet>();
  const removed = new Map<string, FieldSet>();
  for (const [element, left, right, child] of parts) {
    const changes = compareFields(left, right, child);
    if (!isEmptySet(changes.changed)) changed.set(element, changes.changed);
    if (!isEmptySet(changes.removed)) removed.set(element, changes.removed);
  }
  const isNamed = node.is === "map" && !node.alwaysPresent;
  return {
    changed: { isMember: isNamed && isAbsent(before), children: changed },
    removed: { isMember: isNamed && isAbsent(after), children: removed },
  };
}
