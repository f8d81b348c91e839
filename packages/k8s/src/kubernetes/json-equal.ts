/** Deep equality of JSON values. A key that holds `undefined` counts as absent. */
export function jsonEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => jsonEqual(item, right[index]));
  }
  const leftRecord = left as Record<string, unknown>;
  const rightRecord = right as Record<string, unknown>;
  for (const key in leftRecord) if (!jsonEqual(leftRecord[key], rightRecord[key])) return false;
  for (const key in rightRecord)
    if (leftRecord[key] === undefined && rightRecord[key] !== undefined) return false;
  return true;
}
