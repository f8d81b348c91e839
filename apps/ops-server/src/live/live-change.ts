import type { LiveTopic } from "@horizon/contracts";
import type { HubTopic } from "./own-topics.ts";

/** A row of a topic as it goes to the browser. */
export interface LiveRow {
  readonly key: string;
  readonly [field: string]: unknown;
}

/** Names of the fields that differ from what was said of the row before; null where nothing was, or any may differ. */
export type ChangedFields = readonly string[] | null;

/** What publishers say; the journal numbers it. */
export type LiveChange =
  | {
      readonly topic: LiveTopic;
      readonly type: "upsert";
      readonly row: LiveRow;
      readonly changed: ChangedFields;
    }
  | { readonly topic: LiveTopic; readonly type: "remove"; readonly key: string }
  | { readonly topic: HubTopic; readonly type: "invalidate" };

export type NumberedChange = LiveChange & { readonly seq: number };
