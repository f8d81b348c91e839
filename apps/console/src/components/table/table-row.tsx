"use client";
import Link from "next/link";
import { memo, type ReactNode } from "react";
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
  rowActions: ((row: Row) => ReactNode) | undefined;
  /** Measures how tall the card of a long list came out on a phone. */
  measure?: (element: Element | null) => void;
}

const rowClass =
  "group relative grid items-center gap-x-3 border-line border-b px-2 hover:bg-hover focus-visible:-outline-offset-2 max-md:grid-cols-2 max-md:gap-y-1 max-md:py-2 md:min-h-8 md:grid-cols-(--columns)";

function TableRowOf<Row extends KeyedRow>(props: TableRowProps<Row>) {
  const { rowKey, index, store, columns, rowHref, rowActions, measure } = props;
  const row = useRow(store, rowKey);
  const frame = {
    role: "row",
    "aria-rowindex": index + 2,
    "data-index": index,
    "data-row": "",
    // Reached with j and k or the arrow keys; Tab goes from link to link.
    tabIndex: -1,
    ref: measure,
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
    <div {...frame} className={rowClass}>
      {columns.map((column, at) => (
        <TableCell
          key={column.id}
          column={column}
          row={row}
          isFirst={at === 0}
          href={at === 0 ? rowHref?.(row) : undefined}
        />
      ))}
      {rowActions ? (
        // biome-ignore lint/a11y/useSemanticElements: see DataTable
        <div
          role="cell"
          className="flex items-center justify-end gap-1 focus-within:opacity-100 group-hover:opacity-100 group-focus:opacity-100 max-md:col-span-full md:pointer-fine:absolute md:pointer-fine:inset-y-0 md:pointer-fine:right-0 md:pointer-fine:bg-hover md:pointer-fine:px-2 md:pointer-fine:opacity-0 md:pointer-coarse:col-span-full"
        >
          {rowActions(row)}
        </div>
      ) : null}
    </div>
  );
}

interface TableCellProps<Row> {
  column: Column<Row>;
  row: Row;
  isFirst: boolean;
  href: string | undefined;
}

function TableCellOf<Row>({ column, row, isFirst, href }: TableCellProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div role="cell" className={cn("row-cell", isFirst && "max-md:col-span-full")}>
      <div className={cn("row-box", column.align === "right" && "md:text-right")}>
        <span aria-hidden className="block text-ink-soft text-xs md:hidden">
          {column.header}
        </span>
        {href ? <RowOpener href={href} /> : null}
        {column.cell(row)}
      </div>
    </div>
  );
}

function isSameCell<Row>(before: TableCellProps<Row>, after: TableCellProps<Row>): boolean {
  const { column, row } = after;
  if (column !== before.column || after.isFirst !== before.isFirst || after.href !== before.href)
    return false;
  return row === before.row || (column.uses?.every((key) => isSame(before.row[key], row[key])) ?? false);
}

/** One cell; drawn again only when what it is drawn from changed. */
const TableCell = memo(TableCellOf, isSameCell) as typeof TableCellOf;

/** What Enter on the row opens; the link that people see and press is in one of the cells. */
function RowOpener({ href }: { href: string }) {
  return <Link href={href} prefetch={false} data-row-link hidden tabIndex={-1} aria-hidden />;
}

/** One row; drawn again only when that row changed. */
export const TableRow = memo(TableRowOf) as typeof TableRowOf;
