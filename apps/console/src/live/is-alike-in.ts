import { isSame } from "./is-same";

/**
 * Whether two states of a row hold the same in these fields; without fields, whether they are one. A row that is not there is
 * not like one that is.
 */
export function isAlikeIn<Row>(
  fields: readonly (keyof Row)[] | undefined,
  before: Row | undefined,
  after: Row | undefined,
): boolean {
  if (before === after) return true;
  if (!before || !after || !fields) return false;
  return fields.every((field) => isSame(before[field], after[field]));
}
