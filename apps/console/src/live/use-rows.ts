"use client";
import { useMemo, useRef, useSyncExternalStore } from "react";
import type { KeyedRow } from "./keyed-row";
import { orderKeys, type RowOrder, reorderKeys } from "./row-order";
import type { RowStore } from "./row-store";

/**
 * One row; renders its component only when that row changed to something that is not alike: until then it is given as it
 * was before. Keep `isAlike` between renders.
 */
export function useRow<Row extends KeyedRow>(
  store: RowStore<Row>,
  key: string,
  isAlike: (before: Row, after: Row) => boolean = Object.is,
): Row | undefined {
  const last = useRef<Row | undefined>(undefined);
  const subscribe = useMemo(() => (listener: () => void) => store.subscribeRow(key, listener), [store, key]);
  const get = () => {
    const row = store.getRow(key);
    if (!row || !last.current || !isAlike(last.current, row)) last.current = row;
    return last.current;
  };
  return useSyncExternalStore(subscribe, get, get);
}

/** Keys of the rows to show, in order. Changes only when rows come, go or move. Keep `order` between renders. */
export function useRowKeys<Row extends KeyedRow>(
  store: RowStore<Row>,
  order: RowOrder<Row>,
): readonly string[] {
  const list = useMemo(() => createKeyList(store, order), [store, order]);
  return useSyncExternalStore(list.subscribe, list.getKeys, list.getKeys);
}

/** Something computed from all rows, such as a count; renders when `select` gives another value (by `isEqual`). */
export function useRowsValue<Row extends KeyedRow, Value>(
  store: RowStore<Row>,
  select: (rows: ReadonlyMap<string, Row>) => Value,
  isEqual: (a: Value, b: Value) => boolean = Object.is,
): Value {
  const last = useRef<{ rows: ReadonlyMap<string, Row>; select: typeof select; value: Value } | null>(null);
  const get = () => {
    const rows = store.getRows();
    const known = last.current;
    if (known?.rows === rows && known.select === select) return known.value;
    const value = select(rows);
    const kept = known && isEqual(known.value, value) ? known.value : value;
    last.current = { rows, select, value: kept };
    return kept;
  };
  return useSyncExternalStore(store.subscribe, get, get);
}

function createKeyList<Row extends KeyedRow>(store: RowStore<Row>, order: RowOrder<Row>) {
  let keys: readonly string[] = orderKeys(store.getRows(), order);
  let version = store.getVersion();
  return {
    getKeys: () => keys,
    subscribe(listener: () => void) {
      if (version !== store.getVersion()) {
        keys = orderKeys(store.getRows(), order);
        version = store.getVersion();
        listener();
      }
      return store.subscribe((changed) => {
        const next = changed
          ? reorderKeys(keys, changed, store.getRows(), order)
          : orderKeys(store.getRows(), order);
        version = store.getVersion();
        if (next === keys) return;
        keys = next;
        listener();
      });
    },
  };
}
