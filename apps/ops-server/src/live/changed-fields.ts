import { isDeepStrictEqual } from "node:util";
import type { ChangedFields, LiveRow } from "./live-change.ts";

/** The fields in which a row differs from what was said before; null where a field is gone, which no patch can say. */
export function changedFields(previous: Readonly<Record<string, unknown>>, row: LiveRow): ChangedFields {
  for (const field in previous) if (previous[field] !== undefined && row[field] === undefined) return null;
  return Object.keys(row).filter((field) => !isDeepStrictEqual(previous[field], row[field]));
}

/** What two changes of a row, one after the other, changed together. */
export function joinChanged(earlier: ChangedFields, later: ChangedFields): ChangedFields {
  if (earlier === null || later === null) return null;
  const isCovered = later.every((field) => earlier.includes(field));
  return isCovered ? earlier : [...new Set([...earlier, ...later])];
}
