export { ConditionsList } from "./conditions-list.tsx";
export { NotRead } from "./not-read.tsx";
export { ReadyCell } from "./ready-cell.tsx";
export { StaleElsewhere, StaleNotice } from "./stale-notice.tsx";
export { StatusCell } from "./status-cell.tsx";
export { useAnnouncedChange } from "./use-announced-change.ts";
export { useWorkload } from "./use-workload.ts";
