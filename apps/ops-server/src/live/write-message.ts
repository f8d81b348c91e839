import type { LiveMessage } from "@horizon/contracts";
import type { ChangedRow, TopicMessage } from "./coalescing-map.ts";
import type { LiveRow } from "./live-change.ts";
import { wireTopicOf } from "./own-topics.ts";

/** Written once for each kind of reader: what is made of a flush's message is an object that all of them share. */
const written = {
  whole: new WeakMap<TopicMessage, LiveMessage>(),
  patches: new WeakMap<TopicMessage, LiveMessage>(),
};

/**
 * What goes to a browser of a flush's message.
 *
 * @param kind `whole` for readers that know rows only as a whole; the others are sent what changed of them.
 */
export function writeMessage(message: TopicMessage, kind: keyof typeof written): LiveMessage {
  const known = written[kind].get(message);
  if (known) return known;
  const made = toLiveMessage(message, kind);
  written[kind].set(message, made);
  return made;
}

function toLiveMessage(message: TopicMessage, kind: keyof typeof written): LiveMessage {
  const topic = wireTopicOf(message.topic);
  if (message.type === "invalidate") return { ...message, topic };
  const { seq, rows } = message;
  const isPatch = ({ changed }: ChangedRow) => kind === "patches" && changed !== null;
  return {
    type: "rows",
    topic,
    seq,
    rows: rows.filter((one) => !isPatch(one)).map(({ row }) => row),
    ...(kind === "patches" ? { patches: rows.filter(isPatch).map(patchOf) } : {}),
    removed: [...message.removed],
  };
}

function patchOf({ row, changed }: ChangedRow): LiveRow {
  const fields = (changed ?? []).map((field) => [field, row[field]]);
  return { key: row.key, ...Object.fromEntries(fields) };
}
