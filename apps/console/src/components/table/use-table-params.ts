"use client";
import { useMemo } from "react";
import { useAddress } from "@/address";
import { text, textList } from "@/address/params";
import { type Column, parseSort, type SortState } from "./column";

const params = { sort: text, columns: textList };

export interface TableParams<Row> {
  readonly sort: SortState | null;
  readonly setSort: (sort: SortState | null) => void;
  readonly visible: readonly Column<Row>[];
  readonly setVisible: (ids: readonly string[]) => void;
}

/** Sort and columns of a table, kept in the address (`?sort=age.desc&columns=…`). Keep `columns` between renders. */
export function useTableParams<Row>(columns: readonly Column<Row>[]): TableParams<Row> {
  const [{ sort, columns: chosen }, setParams] = useAddress(params);
  return useMemo(() => {
    const visible = columns.filter(
      ({ id, required, initiallyHidden }) => required || (chosen ? chosen.includes(id) : !initiallyHidden),
    );
    return {
      sort: parseSort(sort, columns),
      setSort: (next) => setParams({ sort: next ? `${next.column}.${next.direction}` : null }),
      visible,
      setVisible: (ids) => setParams({ columns: [...ids] }),
    };
  }, [columns, sort, chosen, setParams]);
}
