"use client";
import Link from "next/link";
import { memo, type ReactNode } from "react";
import { isAlikeIn } from "@/live/is-alike-in";
import type { KeyedRow } from "@/live/keyed-row";
import type { RowStore } from "@/live/row-store";
import { cn } from "../ui/cn";
import type { Column, DrawnColumn, TextColumn } from "./column";
import { RowText } from "./row-text";

interface CellPlace {
  isFirst: boolean;
  /** What Enter on the row opens. */
  href: string | undefined;
}

interface CellFrameProps<Row> extends CellPlace {
  column: Column<Row>;
  children: ReactNode;
}

function CellFrame<Row>({ column, isFirst, href, children }: CellFrameProps<Row>) {
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
        {children}
      </div>
    </div>
  );
}

/** A name and a state need no label to say what they are; a cell without a value is left out of a card. */
function cardPlace<Row>({ onCard }: Column<Row>): string {
  if (onCard === "title") return "@max-4xl:order-first @max-4xl:col-span-full";
  return cn("@max-4xl:has-data-nothing:hidden", onCard === "line" && "@max-4xl:col-span-2");
}

/** The link that people see and press is in one of the cells. */
function RowOpener({ href }: { href: string }) {
  return <Link href={href} prefetch={false} data-row-link hidden tabIndex={-1} aria-hidden />;
}

interface DrawnCellProps<Row> extends CellPlace {
  column: DrawnColumn<Row>;
  row: Row;
}

function DrawnCellOf<Row>({ column, row, ...place }: DrawnCellProps<Row>) {
  return (
    <CellFrame column={column} {...place}>
      {column.cell(row)}
    </CellFrame>
  );
}

interface TextCellProps<Row extends KeyedRow> extends CellPlace {
  column: TextColumn<Row>;
  store: RowStore<Row>;
  rowKey: string;
}

function TextCellOf<Row extends KeyedRow>({ column, store, rowKey, ...place }: TextCellProps<Row>) {
  return (
    <CellFrame column={column} {...place}>
      <RowText column={column} store={store} rowKey={rowKey} />
    </CellFrame>
  );
}

interface ActionsCellProps<Row> {
  column: DrawnColumn<Row>;
  row: Row;
}

/** Over the end of the line, where nothing else is pressed; on a card beneath the values, on touch in a column. */
function ActionsCellOf<Row>({ column, row }: ActionsCellProps<Row>) {
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

function isDrawnFromSame<Row>(
  before: ActionsCellProps<Row>,
  { column, row }: ActionsCellProps<Row>,
): boolean {
  return column === before.column && isAlikeIn(column.uses, before.row, row);
}

function isSameCell<Row>(before: DrawnCellProps<Row>, after: DrawnCellProps<Row>): boolean {
  return (
    after.isFirst === before.isFirst && after.href === before.href && isDrawnFromSame<Row>(before, after)
  );
}

/** One cell of elements; drawn again only when what it is drawn from changed. */
export const DrawnCell = memo(DrawnCellOf, isSameCell) as typeof DrawnCellOf;
/** One cell of text. */
export const TextCell = memo(TextCellOf) as typeof TextCellOf;
/** What can be done with the row. */
export const ActionsCell = memo(ActionsCellOf, isDrawnFromSame) as typeof ActionsCellOf;
