"use client";
import { type CSSProperties, type ReactNode, type RefObject, useMemo, useRef, useState } from "react";
import type { KeyedRow } from "@/live/keyed-row";
import type { RowStore } from "@/live/row-store";
import { useRowKeys } from "@/live/use-rows";
import { type Column, comparatorOf, type DrawnColumn } from "./column";
import { drawnAlike } from "./drawn-alike";
import { LongRows } from "./long-rows";
import { TableHead } from "./table-head";
import { TableRow } from "./table-row";
import { useHeldKeys } from "./use-held-keys";
import type { TableParams } from "./use-table-params";

export interface DataTableProps<Row extends KeyedRow> {
  /** What the rows are, for those who hear the page. */
  label: string;
  store: RowStore<Row>;
  columns: readonly Column<Row>[];
  params: TableParams<Row>;
  /** Order without a chosen sort. Keep it, and `matches`, between renders. */
  defaultCompare: (a: Row, b: Row) => number;
  matches?: (row: Row) => boolean;
  /** What Enter on a row opens; of what never changes of it. */
  rowHref?: (row: Row) => string;
  /** Small buttons at the end of a row; shown on hover, focus and touch. Its width counts on touch only. */
  rowActions?: DrawnColumn<Row>;
  /** What stands there when no row matches. */
  empty: ReactNode;
}

/** Longer lists are drawn only where they can be seen. */
const longOver = 100;
const everything = () => true;

/**
 * A table of live rows: a changed row is drawn alone, a changed text without a render; order holds still while a person points into it; a row becomes a
 * card where there is no room for its columns. Sort and columns are in the address (`params` of useTableParams).
 */
export function DataTable<Row extends KeyedRow>(props: DataTableProps<Row>) {
  const { store, columns, params, defaultCompare, matches = everything } = props;
  const order = useMemo(
    () => ({ matches, compare: comparatorOf(columns, params.sort, defaultCompare) }),
    [matches, columns, params.sort, defaultCompare],
  );
  const [inside, setInside] = useState({ pointer: false, focus: false });
  const wanted = useRowKeys(store, order);
  const { keys, waiting } = useHeldKeys(wanted, order, inside.pointer || inside.focus);
  const template = params.visible.map(({ width = "minmax(0, 1fr)" }) => width).join(" ");
  const columnCount = params.visible.length + (props.rowActions ? 1 : 0);
  const frame = useRef<HTMLDivElement>(null);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notes that a person points into the table
    <div
      ref={frame}
      className="@container"
      onPointerEnter={({ pointerType }) => setInside((now) => ({ ...now, pointer: pointerType === "mouse" }))}
      onPointerLeave={() => setInside((now) => ({ ...now, pointer: false }))}
      onFocus={() => setInside((now) => ({ ...now, focus: true }))}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setInside((now) => ({ ...now, focus: false }));
      }}
      style={
        {
          "--columns": template,
          "--columns-for-touch": `${template} ${props.rowActions?.width ?? ""}`,
        } as CSSProperties
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual list needs rows that are placed freely */}
      <div role="table" aria-label={props.label} aria-rowcount={keys.length + 1} aria-colcount={columnCount}>
        <TableHead columns={params.visible} params={params} hasActions={Boolean(props.rowActions)} />
        <TableBody {...props} keys={keys} frame={frame} />
      </div>
      {keys.length === 0 ? props.empty : null}
      {waiting > 0 ? (
        <p
          role="status"
          className="sticky bottom-2 mx-auto mt-2 w-fit rounded-full bg-ink px-3 py-1 text-on-ink text-xs"
        >
          {waiting === 1 ? "1 new row waits" : `${waiting} new rows wait`} until you point elsewhere
        </p>
      ) : null}
    </div>
  );
}

interface TableBodyProps<Row extends KeyedRow> extends DataTableProps<Row> {
  keys: readonly string[];
  frame: RefObject<HTMLDivElement | null>;
}

function TableBody<Row extends KeyedRow>(props: TableBodyProps<Row>) {
  const { keys, frame, store, params, rowActions } = props;
  const isDrawnAlike = useMemo(
    () => drawnAlike([...params.visible, ...(rowActions ? [rowActions] : [])]),
    [params.visible, rowActions],
  );
  const row = (key: string, index: number, measure?: (element: Element | null) => void) => (
    <TableRow
      key={key}
      rowKey={key}
      index={index}
      store={store}
      columns={params.visible}
      isDrawnAlike={isDrawnAlike}
      rowHref={props.rowHref}
      rowActions={rowActions}
      {...(measure ? { measure } : {})}
    />
  );
  if (keys.length > longOver) return <LongRows keys={keys} row={row} frame={frame} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div role="rowgroup" data-table-body>
      {keys.map((key, index) => row(key, index))}
    </div>
  );
}
