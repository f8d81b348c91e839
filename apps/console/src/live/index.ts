export type { FreshnessView } from "./freshness";
export { LiveProvider } from "./live-context";
export type { RowStore } from "./row-store";
export { useIntent } from "./use-intent";
export { useLiveInvalidate } from "./use-live-invalidate";
export { useLiveRows } from "./use-live-rows";
export {
  useDatabaseSilence,
  useFreshness,
  useNeverRead,
  usePauseLive,
  useStreamBroken,
} from "./use-live-status";
export { useRowsValue } from "./use-rows";
