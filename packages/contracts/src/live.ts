import { z } from "zod";
import { freshness } from "./environments.ts";

/**
 * What a browser can follow. `…:<environment>` rows are sent as upserts and removals; `rollout:` and `workload:` topics
 * say that a detail page must ask again; `intents` carries IntentRows; `approvals`, `changes:`, `settings` and `savedViews`
 * only invalidate.
 */
export const liveTopic = z.union([
  z.templateLiteral(["workloads:", z.string()]),
  z.templateLiteral(["rollouts:", z.string()]),
  /** `pods:<environment>/<Kind>/<namespace>/<name>`: the pods of one workload. */
  z.templateLiteral(["pods:", z.string()]),
  /** `rollout:<environment>/<namespace>/<name>` */
  z.templateLiteral(["rollout:", z.string()]),
  /** `workload:<environment>/<Kind>/<namespace>/<name>` */
  z.templateLiteral(["workload:", z.string()]),
  z.templateLiteral(["changes:", z.string()]),
  z.literal("overview"),
  z.literal("intents"),
  z.literal("approvals"),
  z.literal("settings"),
  z.literal("savedViews"),
]);
export type LiveTopic = z.infer<typeof liveTopic>;

export const subscribeInput = z.strictObject({
  topics: z.array(liveTopic).min(1).max(40),
  /** True while the tab is hidden: flushes every few seconds instead of 250 ms. */
  hidden: z.boolean().default(false),
  /** Of a row that the reader has, only what changed is sent. A browser of the release before does not ask for it. */
  patches: z.boolean().default(false),
  lastEventId: z.string().max(100).nullish(),
});
export type SubscribeInput = z.infer<typeof subscribeInput>;

/** Where a snapshot stands in the stream: deltas with a lower `seq` of the same epoch are already in it. */
export const streamPosition = z.object({ epoch: z.string(), seq: z.number() });
export type StreamPosition = z.infer<typeof streamPosition>;

export const liveMessage = z.discriminatedUnion("type", [
  /**
   * `rows` are of the topic's kind and whole; `patches` are the fields that changed of rows that the reader has, with
   * their last values, so that they fit whichever state since its place the reader's row is in; `removed` are keys.
   */
  z.object({
    type: z.literal("rows"),
    topic: liveTopic,
    seq: z.number(),
    rows: z.array(z.looseObject({ key: z.string() })),
    patches: z.array(z.looseObject({ key: z.string() })).optional(),
    removed: z.array(z.string()),
  }),
  /** Ask the query behind this topic again. */
  z.object({ type: z.literal("invalidate"), topic: liveTopic, seq: z.number() }),
  /** The place in the stream is gone (restart, too long away): ask every query again. */
  z.object({ type: z.literal("reset"), epoch: z.string(), seq: z.number() }),
  /** The first batch is complete: an empty list is now really empty. */
  z.object({ type: z.literal("synced"), epoch: z.string(), seq: z.number() }),
  /**
   * Sent on change and with every ping interval: environment → freshness; and when our own database last answered, null
   * while it does.
   */
  z.object({
    type: z.literal("freshness"),
    environments: z.record(z.string(), freshness),
    databaseSilentSince: z.iso.datetime().nullable(),
    at: z.iso.datetime(),
  }),
]);
export type LiveMessage = z.infer<typeof liveMessage>;

/** A list with its place in the stream and how fresh it is. */
export function snapshotOf<Row extends z.ZodType>(row: Row) {
  return z.object({ rows: z.array(row), position: streamPosition, freshness });
}
export interface Snapshot<Row> {
  rows: Row[];
  position: StreamPosition;
  freshness: z.infer<typeof freshness>;
}
