import { isJsonObject, type JsonObject } from "../store/read-path.ts";

/** A set of paths of an object, as a tree: a place that is in the set itself is `isMember`. */
export interface FieldSet {
  isMember: boolean;
  /** By path element as FieldsV1 writes it: `f:spec`, `k:{"name":"web"}`, `v:"a"`. */
  children: ReadonlyMap<string, FieldSet>;
}

export const EMPTY: FieldSet = { isMember: false, children: new Map() };
export const LEAF: FieldSet = { isMember: true, children: new Map() };

export const isEmptySet = (set: FieldSet): boolean => !set.isMember && set.children.size === 0;

function combine(
  left: FieldSet,
  right: FieldSet,
  isMember: (inLeft: boolean, inRight: boolean) => boolean,
): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const key of new Set([...left.children.keys(), ...right.children.keys()])) {
    const child = combine(left.children.get(key) ?? EMPTY, right.children.get(key) ?? EMPTY, isMember);
    if (!isEmptySet(child)) children.set(key, child);
  }
  return { isMember: isMember(left.isMember, right.isMember), children };
}

export const union = (left: FieldSet, right: FieldSet) => combine(left, right, (a, b) => a || b);
export const difference = (left: FieldSet, right: FieldSet) => combine(left, right, (a, b) => a && !b);
export const intersection = (left: FieldSet, right: FieldSet) => combine(left, right, (a, b) => a && b);

export const isSameSet = (left: FieldSet, right: FieldSet) =>
  isEmptySet(difference(left, right)) && isEmptySet(difference(right, left));

/** The set without the places that `drop` names and all below them. */
export function withoutPaths(set: FieldSet, drop: readonly (readonly string[])[]): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [key, child] of set.children) {
    const deeper = drop.filter(([head]) => head === key).map(([, ...rest]) => rest);
    if (deeper.some((rest) => rest.length === 0)) continue;
    const kept = deeper.length > 0 ? withoutPaths(child, deeper) : child;
    if (!isEmptySet(kept)) children.set(key, kept);
  }
  return { isMember: set.isMember, children };
}

/** Every path in the set. */
export function pathsOf(set: FieldSet, path: readonly string[] = []): (readonly string[])[] {
  const own = set.isMember && path.length > 0 ? [path] : [];
  return [...own, ...[...set.children].flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

/** `fieldsV1` of an entry: a leaf is `{}`, and `.` says that a place with children is in the set itself. */
export function toFieldsV1({ isMember, children }: FieldSet): JsonObject {
  const entries = [...children].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    ...(isMember && children.size > 0 ? { ".": {} } : {}),
    ...Object.fromEntries(entries.map(([key, child]) => [key, toFieldsV1(child)])),
  };
}

export function fromFieldsV1(fields: unknown, isRoot = true): FieldSet {
  if (!isJsonObject(fields)) return isRoot ? EMPTY : LEAF;
  const children = Object.entries(fields).filter(([key]) => key !== ".");
  return {
    isMember: !isRoot && ("." in fields || children.length === 0),
    children: new Map(children.map(([key, child]) => [key, fromFieldsV1(child, false)])),
  };
}
