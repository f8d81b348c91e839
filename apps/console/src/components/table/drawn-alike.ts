import { isAlikeIn } from "../../live/is-alike-in";
import type { Column } from "./column";

/**
 * Tells whether two states of a row are drawn alike, cells of text apart: those follow the row by themselves. A column that does not say what it
 * is drawn from may be drawn from anything.
 */
export function drawnAlike<Row>(columns: readonly Column<Row>[]): (before: Row, after: Row) => boolean {
  const drawn = columns.filter((column) => !column.text);
  if (drawn.some(({ uses }) => !uses)) return Object.is;
  const fields = [...new Set(drawn.flatMap(({ uses = [] }) => uses))];
  return (before, after) => isAlikeIn(fields, before, after);
}
