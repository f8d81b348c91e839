import { subscribe } from "../live/sse-subscriber.ts";

/** What ops-server said in one flush. */
export interface RecordedFlush {
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly rows: number;
}

export interface Recording {
  /** All that was said of rows, or to be asked anew, since the start. */
  stop(): readonly RecordedFlush[];
}

/** Messages that come within this of one another are of one flush; the next is 250 ms away. */
const sameFlushMs = 100;

/** Writes down what the stream says of `topics`. */
export function recordFlushes(reader: { baseUrl: string; cookie: string; topics: string[] }): Recording {
  const flushes: { messages: Record<string, unknown>[]; rows: number }[] = [];
  let startedAtMs = Number.NEGATIVE_INFINITY;
  const stream = subscribe({
    ...reader,
    onData(data, receivedAtMs) {
      const message = JSON.parse(data || "{}") as Record<string, unknown>;
      if (message.type !== "rows" && message.type !== "invalidate") return;
      if (receivedAtMs - startedAtMs > sameFlushMs) {
        flushes.push({ messages: [], rows: 0 });
        startedAtMs = receivedAtMs;
      }
      const flush = flushes.at(-1);
      flush?.messages.push(message);
      if (flush) flush.rows += [message.rows, message.patches].flatMap((part) => part ?? []).length;
    },
  });
  return {
    stop() {
      stream.disconnect();
      return flushes;
    },
  };
}
