import type { Readable } from "node:stream";
import { readLines } from "../client/read-lines.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";

export type WatchEvent =
  | { type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK"; object: KubeObject }
  | { type: "ERROR"; object: unknown };

/**
 * Reads a watch body event by event as it arrives. Resolves when the server ends it.
 *
 * @param onChunk called for each piece of the body.
 * @param onEvent may throw to end the reading with that error.
 * @param onMalformed called for each line that is not a watch event.
 */
export function readWatchEvents(
  body: Readable,
  handlers: { onChunk?(): void; onEvent(event: WatchEvent): void; onMalformed?(): void },
): Promise<void> {
  const { onChunk, onEvent, onMalformed } = handlers;
  return readLines(body, {
    onChunk,
    onLine(line) {
      if (line.trim() === "") return;
      const event = parseWatchEvent(line);
      if (event) onEvent(event);
      else onMalformed?.();
    },
  });
}

const eventTypes: readonly unknown[] = ["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"];

/** Undefined when the line is not an event, or lacks the metadata that every event but ERROR must have. */
function parseWatchEvent(line: string): WatchEvent | undefined {
  let event: { type?: unknown; object?: { metadata?: { resourceVersion?: unknown } } };
  try {
    event = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!eventTypes.includes(event?.type) || typeof event.object !== "object" || event.object === null)
    return undefined;
  if (event.type !== "ERROR" && !event.object.metadata?.resourceVersion) return undefined;
  return event as WatchEvent;
}
