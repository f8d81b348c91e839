"use client";
import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { type Column, parseSort, type SortState } from "./column";

export interface TableParams<Row> {
  readonly sort: SortState | null;
  readonly setSort: (sort: SortState | null) => void;
  readonly visible: readonly Column<Row>[];
  readonly setVisible: (ids: readonly string[]) => void;
}

/** Sort and columns of a table, kept in the address (`?sort=age.desc&columns=…`). Keep `columns` between renders. */
export function useTableParams<Row>(columns: readonly Column<Row>[]): TableParams<Row> {
  const [params, setParams] = useQueryStates({
    sort: parseAsString.withDefault(""),
    columns: parseAsArrayOf(parseAsString),
  });
  return useMemo(() => {
    const chosen = params.columns;
    const visible = columns.filter(
      ({ id, required, initiallyHidden }) => required || (chosen ? chosen.includes(id) : !initiallyHidden),
    );
    return {
      sort: parseSort(params.sort, columns),
      setSort: (sort) => void setParams({ sort: sort ? `${sort.column}.${sort.direction}` : null }),
      visible,
      setVisible: (ids) => void setParams({ columns: [...ids] }),
    };
  }, [columns, params, setParams]);
}
