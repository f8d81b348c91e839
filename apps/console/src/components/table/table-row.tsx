"use client";
import { memo, useCallback, useLayoutEffect, useRef } from "react";
import type { KeyedRow } from "@/live/keyed-row";
import type { RowStore } from "@/live/row-store";
import { useRow } from "@/live/use-rows";
import { cn } from "../ui/cn";
import type { Column, DrawnColumn } from "./column";
import { ActionsCell, DrawnCell, TextCell } from "./table-cell";

interface TableRowProps<Row extends KeyedRow> {
  rowKey: string;
  index: number;
  store: RowStore<Row>;
  columns: readonly Column<Row>[];
  /** Whether a change leaves everything but texts as it is. Keep it between renders. */
  isDrawnAlike: (before: Row, after: Row) => boolean;
  rowHref: ((row: Row) => string) | undefined;
  rowActions: DrawnColumn<Row> | undefined;
  /** Measures how tall the card of a long list came out. */
  measure?: (element: Element | null) => void;
}

const rowClass =
  "group relative grid grid-cols-2 gap-x-3 border-line border-b px-2 hover:bg-hover focus-visible:-outline-offset-2 @xl:grid-cols-4 @max-4xl:gap-y-1.5 @max-4xl:py-2.5 @4xl:min-h-8 @4xl:grid-cols-(--columns) @4xl:items-center";

const touchRowClass = "@4xl:pointer-coarse:grid-cols-(--columns-for-touch)";

function TableRowOf<Row extends KeyedRow>(props: TableRowProps<Row>) {
  const { rowKey, index, store, columns, isDrawnAlike, rowHref, rowActions, measure } = props;
  const row = useRow(store, rowKey, isDrawnAlike);
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
      {columns.map((column, at) => {
        const place = { isFirst: at === 0, href: at === 0 ? rowHref?.(row) : undefined };
        if (!column.text) return <DrawnCell key={column.id} column={column} row={row} {...place} />;
        return <TextCell key={column.id} column={column} store={store} rowKey={rowKey} {...place} />;
      })}
      {rowActions ? <ActionsCell column={rowActions} row={row} /> : null}
    </div>
  );
}

/** One row; drawn again only when more than a text of it changed. */
export const TableRow = memo(TableRowOf) as typeof TableRowOf;
