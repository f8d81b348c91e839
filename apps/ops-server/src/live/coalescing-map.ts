import { joinChanged } from "./changed-fields.ts";
import type { ChangedFields, LiveRow, NumberedChange } from "./live-change.ts";
import type { HubTopic } from "./own-topics.ts";

/** A row with what changed of it since the flush before. */
export interface ChangedRow {
  readonly row: LiveRow;
  readonly changed: ChangedFields;
}

/** What a flush says of one topic. */
export type TopicMessage =
  | {
      readonly type: "rows";
      readonly topic: HubTopic;
      readonly seq: number;
      readonly rows: readonly ChangedRow[];
      readonly removed: readonly string[];
    }
  | { readonly type: "invalidate"; readonly topic: HubTopic; readonly seq: number };

interface TopicChanges {
  readonly rows: Map<string, ChangedRow>;
  readonly removed: Set<string>;
  invalidated: boolean;
  seq: number;
}

/**
 * Changes since the last flush, last write wins per row: its size is bounded by the rows that exist,
 * however long a reader takes.
 */
export interface CoalescingMap {
  add(change: NumberedChange): void;
  /** Takes over what an earlier flush made of changes. */
  addMessage(message: TopicMessage): void;
  /** One message for each topic that changed, lowest `seq` first; empties the map. */
  drain(): TopicMessage[];
  readonly isEmpty: boolean;
}

export function createCoalescingMap(): CoalescingMap {
  const topics = new Map<HubTopic, TopicChanges>();

  function changesOf(topic: HubTopic, seq: number): TopicChanges {
    const found = topics.get(topic);
    if (found) {
      found.seq = Math.max(found.seq, seq);
      return found;
    }
    const created = { rows: new Map(), removed: new Set<string>(), invalidated: false, seq };
    topics.set(topic, created);
    return created;
  }
  function upsert(changes: TopicChanges, { row, changed }: ChangedRow): void {
    const isBack = changes.removed.delete(row.key);
    const known = changes.rows.get(row.key);
    const together = known ? joinChanged(known.changed, changed) : changed;
    changes.rows.set(row.key, { row, changed: isBack ? null : together });
  }
  function remove(changes: TopicChanges, key: string): void {
    changes.rows.delete(key);
    changes.removed.add(key);
  }

  return {
    add(change) {
      const changes = changesOf(change.topic, change.seq);
      if (change.type === "upsert") upsert(changes, change);
      else if (change.type === "remove") remove(changes, change.key);
      else changes.invalidated = true;
    },
    addMessage(message) {
      const changes = changesOf(message.topic, message.seq);
      if (message.type === "invalidate") {
        changes.invalidated = true;
        return;
      }
      for (const row of message.rows) upsert(changes, row);
      for (const key of message.removed) remove(changes, key);
    },
    drain() {
      const messages: TopicMessage[] = [];
      for (const [topic, changes] of topics) messages.push(...toMessages(topic, changes));
      topics.clear();
      return messages.sort((a, b) => a.seq - b.seq);
    },
    get isEmpty() {
      return topics.size === 0;
    },
  };
}

function toMessages(topic: HubTopic, changes: TopicChanges): TopicMessage[] {
  const { rows, removed, invalidated, seq } = changes;
  const messages: TopicMessage[] = [];
  if (rows.size > 0 || removed.size > 0) {
    messages.push({ type: "rows", topic, seq, rows: [...rows.values()], removed: [...removed] });
  }
  if (invalidated) messages.push({ type: "invalidate", topic, seq });
  return messages;
}
