import type { ReactNode } from "react";

/** One column of a DataTable. The column of the state comes first. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** The fields that `cell` reads: while they stay equal it is not drawn again. Without it, any change draws it. */
  readonly uses?: readonly (keyof Row)[];
  /** A track of the grid; as a rule `minmax(0, 1fr)`. */
  readonly width?: string;
  /** Numbers are right-aligned. */
  readonly align?: "left" | "right";
  /** Ascending order; without it the column cannot be sorted. */
  readonly compare?: (a: Row, b: Row) => number;
  /** Not shown until it is chosen. */
  readonly initiallyHidden?: boolean;
  /** On a card: the name of what it is about heads it; a long value has a line of its own. */
  readonly onCard?: "title" | "line";
  /** Cannot be taken away. */
  readonly required?: boolean;
}

/**
 * `columnOf<Row>()({ uses: ["ready"], cell: ({ ready }) => … })`: a column that knows what it is drawn from. Its cell is
 * given those fields and no others, so that none can be forgotten.
 */
export function columnOf<Row>() {
  return <Key extends keyof Row>(
    column: Omit<Column<Row>, "uses" | "cell"> & {
      readonly uses: readonly Key[];
      readonly cell: (row: Pick<Row, Key>) => ReactNode;
    },
  ): Column<Row> => column;
}

export interface SortState {
  readonly column: string;
  readonly direction: "asc" | "desc";
}

/** Reads `name.desc`; null for what is not a sort of these columns. */
export function parseSort<Row>(text: string, columns: readonly Column<Row>[]): SortState | null {
  const [column = "", direction = "asc"] = text.split(".");
  const known = columns.some(({ id, compare }) => id === column && compare);
  if (!known || (direction !== "asc" && direction !== "desc")) return null;
  return { column, direction };
}

/** The next sort when a head is pressed: ascending, descending, back to the page's own. */
export function nextSort(current: SortState | null, column: string): SortState | null {
  if (current?.column !== column) return { column, direction: "asc" };
  return current.direction === "asc" ? { column, direction: "desc" } : null;
}

/** How rows compare under `sort`; `fallback` decides without one, and among equals. */
export function comparatorOf<Row>(
  columns: readonly Column<Row>[],
  sort: SortState | null,
  fallback: (a: Row, b: Row) => number,
): (a: Row, b: Row) => number {
  const compare = columns.find(({ id }) => id === sort?.column)?.compare;
  if (!sort || !compare) return fallback;
  const sign = sort.direction === "asc" ? 1 : -1;
  return (a, b) => sign * compare(a, b) || fallback(a, b);
}
