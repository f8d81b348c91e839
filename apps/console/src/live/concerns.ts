import { isAlikeIn } from "./is-alike-in";
import type { RowChanges } from "./row-store";

/** Whether changes say anything of these fields: one of them changed in a row, or rows came or went, or all may have. */
export function concerns<Row>(changes: RowChanges<Row>, fields: readonly (keyof Row)[]): boolean {
  return !changes?.values().every(({ before, after }) => isAlikeIn(fields, before, after));
}
