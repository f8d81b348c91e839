"use client";
import Link from "next/link";
import { memo, useCallback, useLayoutEffect, useRef } from "react";
import { isSame } from "@/live/is-same";
import type { KeyedRow, RowStore } from "@/live/row-store";
import { useRow } from "@/live/use-rows";
import { cn } from "../ui/cn";
import type { Column } from "./column";

interface TableRowProps<Row extends KeyedRow> {
  rowKey: string;
  index: number;
  store: RowStore<Row>;
  columns: readonly Column<Row>[];
  rowHref: ((row: Row) => string) | undefined;
  rowActions: Column<Row> | undefined;
  /** Measures how tall the card of a long list came out. */
  measure?: (element: Element | null) => void;
}

const rowClass =
  "group relative grid grid-cols-2 gap-x-3 border-line border-b px-2 hover:bg-hover focus-visible:-outline-offset-2 @xl:grid-cols-4 @max-4xl:gap-y-1.5 @max-4xl:py-2.5 @4xl:min-h-8 @4xl:grid-cols-(--columns) @4xl:items-center";

const touchRowClass = "@4xl:pointer-coarse:grid-cols-(--columns-for-touch)";

function TableRowOf<Row extends KeyedRow>(props: TableRowProps<Row>) {
  const { rowKey, index, store, columns, rowHref, rowActions, measure } = props;
  const row = useRow(store, rowKey);
  const hadFocus = useRef(false);
  const isGone = row === undefined;
  const line = useRef<HTMLDivElement>(null);
  const setLine = useCallback(
    (element: HTMLDivElement | null) => {
      line.current = element;
      measure?.(element);
    },
    [measure],
  );
  // A button that had the focus goes with the row, and without a word: the place that is left takes it.
  useLayoutEffect(() => {
    if (isGone && hadFocus.current) line.current?.focus();
  }, [isGone]);
  const frame = {
    role: "row",
    "aria-rowindex": index + 2,
    "data-index": index,
    "data-row": "",
    // Reached with j and k or the arrow keys; Tab goes from link to link.
    tabIndex: -1,
    ref: setLine,
    onFocus: () => {
      hadFocus.current = true;
    },
    onBlur: () => {
      hadFocus.current = false;
    },
  };
  if (!row) {
    return (
      <div {...frame} className={rowClass}>
        {/* biome-ignore lint/a11y/useSemanticElements: see DataTable */}
        <div role="cell" className="col-span-full text-ink-soft">
          No longer there
        </div>
      </div>
    );
  }
  return (
    <div {...frame} className={cn(rowClass, rowActions && touchRowClass)}>
      {columns.map((column, at) => (
        <TableCell
          key={column.id}
          column={column}
          row={row}
          isFirst={at === 0}
          href={at === 0 ? rowHref?.(row) : undefined}
        />
      ))}
      {rowActions ? <ActionsCell column={rowActions} row={row} /> : null}
    </div>
  );
}

interface CellProps<Row> {
  column: Column<Row>;
  row: Row;
}

/** A name and a state need no label to say what they are; a cell without a value is left out of a card. */
function cardPlace<Row>({ onCard }: Column<Row>): string {
  if (onCard === "title") return "@max-4xl:order-first @max-4xl:col-span-full";
  return cn("@max-4xl:has-data-nothing:hidden", onCard === "line" && "@max-4xl:col-span-2");
}

interface TableCellProps<Row> extends CellProps<Row> {
  isFirst: boolean;
  href: string | undefined;
}

function TableCellOf<Row>({ column, row, isFirst, href }: TableCellProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div
      role="cell"
      className={cn("group/cell row-cell", isFirst && "@max-4xl:col-span-full", cardPlace(column))}
    >
      <div
        className={cn("row-box", column.align === "right" && "@4xl:text-right @4xl:group-not-last/cell:pr-3")}
      >
        {isFirst || column.onCard === "title" ? null : (
          <span aria-hidden className="block text-ink-soft text-xs @4xl:hidden">
            {column.header}
          </span>
        )}
        {href ? <RowOpener href={href} /> : null}
        {column.cell(row)}
      </div>
    </div>
  );
}

/** Over the end of the line, where nothing else is pressed; on a card beneath the values, on touch in a column. */
function ActionsCellOf<Row>({ column, row }: CellProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div
      role="cell"
      className="flex items-center gap-1 focus-within:opacity-100 group-hover:opacity-100 group-focus:opacity-100 @max-4xl:col-span-full @4xl:justify-end @4xl:pointer-fine:absolute @4xl:pointer-fine:inset-y-0 @4xl:pointer-fine:right-0 @4xl:pointer-fine:bg-hover @4xl:pointer-fine:px-2 @4xl:pointer-fine:opacity-0"
    >
      {column.cell(row)}
    </div>
  );
}

function isDrawnFromSame<Row>(before: CellProps<Row>, { column, row }: CellProps<Row>): boolean {
  if (column !== before.column) return false;
  return row === before.row || (column.uses?.every((key) => isSame(before.row[key], row[key])) ?? false);
}

function isSameCell<Row>(before: TableCellProps<Row>, after: TableCellProps<Row>): boolean {
  return (
    after.isFirst === before.isFirst && after.href === before.href && isDrawnFromSame<Row>(before, after)
  );
}

/** One cell; drawn again only when what it is drawn from changed. */
const TableCell = memo(TableCellOf, isSameCell) as typeof TableCellOf;
const ActionsCell = memo(ActionsCellOf, isDrawnFromSame) as typeof ActionsCellOf;

/** What Enter on the row opens; the link that people see and press is in one of the cells. */
function RowOpener({ href }: { href: string }) {
  return <Link href={href} prefetch={false} data-row-link hidden tabIndex={-1} aria-hidden />;
}

/** One row; drawn again only when that row changed. */
export const TableRow = memo(TableRowOf) as typeof TableRowOf;
