import type { ReactNode } from "react";

interface ColumnHead<Row> {
  readonly id: string;
  readonly header: string;
  /** The fields that its cells are made of: while they stay equal no cell is made again. Without it, any change does. */
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

interface DrawnContent<Shown> {
  readonly cell: (row: Shown) => ReactNode;
  readonly text?: never;
}

interface TextContent<Shown> {
  readonly text: (row: Shown) => string;
  /** Shown on hover and focus. */
  readonly tip?: (row: Shown) => string;
  /** In the letters of code. */
  readonly isCode?: boolean;
}

/** A column whose cells are elements. */
export type DrawnColumn<Row> = ColumnHead<Row> & DrawnContent<Row>;

/** A column whose cells are text alone. What changes in it costs no render (ADR 0049): prefer it for what changes often. */
export type TextColumn<Row> = ColumnHead<Row> & TextContent<Row>;

/** One column of a DataTable. The column of the state comes first. */
export type Column<Row> = DrawnColumn<Row> | TextColumn<Row>;

type WithUses<Row, Key extends keyof Row> = ColumnHead<Row> & { readonly uses: readonly Key[] };

/**
 * `columnOf<Row>()({ uses: ["ready"], cell: ({ ready }) => … })`: a column that knows what it is made of. Its cell, or its
 * text, is given those fields and no others, so that none can be forgotten.
 */
export function columnOf<Row>() {
  function column<Key extends keyof Row>(
    column: WithUses<Row, Key> & DrawnContent<Pick<Row, Key>>,
  ): DrawnColumn<Row>;
  function column<Key extends keyof Row>(
    column: WithUses<Row, Key> & TextContent<Pick<Row, Key>>,
  ): TextColumn<Row>;
  function column<Made>(column: Made): Made {
    return column;
  }
  return column;
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
