export {
  afterCommit,
  closeDb,
  createDb,
  type Db,
  type DbOptions,
  inSerializableTransaction,
  inTransaction,
  inYieldingTransaction,
  pingDb,
} from "./db.ts";
export type { Json } from "./json.ts";
export { type ChannelListener, listenToChannel } from "./listen-to-channel.ts";
export { isRefusedForItsValues, mapDbError } from "./map-db-error.ts";
export { newId } from "./new-id.ts";
export { notifyChannel } from "./notify-channel.ts";
export * from "./queries/approvals.ts";
export * from "./queries/audit-events.ts";
export * from "./queries/changes.ts";
export * from "./queries/freeze-windows.ts";
export * from "./queries/intents.ts";
export * from "./queries/kube-events.ts";
export * from "./queries/member-identities.ts";
export * from "./queries/member-sessions.ts";
export * from "./queries/members.ts";
export type { Page } from "./queries/page-cursor.ts";
export * from "./queries/rollout-history.ts";
export * from "./queries/saved-views.ts";
export * from "./queries/sent-intents.ts";
export { type DbWatch, watchDb } from "./watch-db.ts";
