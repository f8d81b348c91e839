/**
 * A deeply frozen copy with JSON's semantics (no `undefined`), that shares every part which is frozen already.
 * So an update of one field copies the path to it and nothing else. What is frozen is taken to be deeply frozen.
 */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item) => (item === undefined ? null : frozenCopy(item)))) as T;
  }
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) copy[key] = frozenCopy(item);
  }
  return Object.freeze(copy) as T;
}
