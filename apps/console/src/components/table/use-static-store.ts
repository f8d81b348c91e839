"use client";
import { useLayoutEffect, useState } from "react";
import type { KeyedRow } from "@/live/keyed-row";
import { createRowStore, type RowStore } from "@/live/row-store";

/** A DataTable's store for rows that a query gives as a whole. */
export function useStaticStore<Row extends KeyedRow>(rows: readonly Row[]): RowStore<Row> {
  const [store] = useState(() => {
    const created = createRowStore<Row>();
    created.applySnapshot({ rows, position: { epoch: "static", seq: 0 } });
    return created;
  });
  useLayoutEffect(() => store.applySnapshot({ rows, position: { epoch: "static", seq: 0 } }), [store, rows]);
  return store;
}
