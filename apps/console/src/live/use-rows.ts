"use client";
import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import { concerns } from "./concerns";
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

/**
 * Something computed from the fields `uses` of all rows, such as a count. Computed anew only when one of those changed, or
 * rows came or went; renders when it came out otherwise (by `isEqual`). Keep `uses` and `select` between renders.
 */
export function useRowsValue<Row extends KeyedRow, Key extends keyof Row, Value>(
  store: RowStore<Row>,
  uses: readonly Key[],
  select: (rows: ReadonlyMap<string, Pick<Row, Key>>) => Value,
  isEqual: (a: Value, b: Value) => boolean = Object.is,
): Value {
  const last = useRef<{ store: RowStore<Row>; version: number; select: typeof select; value: Value } | null>(
    null,
  );
  const get = () => {
    const version = store.getVersion();
    const known = last.current;
    if (known?.version === version && known.store === store && known.select === select) return known.value;
    const value = select(store.getRows());
    const kept = known && isEqual(known.value, value) ? known.value : value;
    last.current = { store, version, select, value: kept };
    return kept;
  };
  const subscribe = useCallback(
    (listener: () => void) =>
      store.subscribe((changes) => {
        if (concerns(changes, uses)) listener();
      }),
    [store, uses],
  );
  return useSyncExternalStore(subscribe, get, get);
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
      return store.subscribe((changes) => {
        const next = changes
          ? reorderKeys(keys, changes, store.getRows(), order)
          : orderKeys(store.getRows(), order);
        version = store.getVersion();
        if (next === keys) return;
        keys = next;
        listener();
      });
    },
  };
}
