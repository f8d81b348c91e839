export type { FreshnessView } from "./freshness";
export { LiveProvider, useLiveClient } from "./live-context";
export type { RowOrder } from "./row-order";
export { createRowStore, type KeyedRow, type RowStore } from "./row-store";
export { useIntent } from "./use-intent";
export { useLiveInvalidate } from "./use-live-invalidate";
export { type LiveRows, useLiveRows } from "./use-live-rows";
export { type PauseLive, useFreshness, usePauseLive } from "./use-live-status";
export { useRow, useRowKeys, useRowsValue } from "./use-rows";
