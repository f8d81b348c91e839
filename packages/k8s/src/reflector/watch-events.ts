import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { KubeObject } from "../kubernetes/object-meta.ts";

export type WatchEvent =
  | { type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK"; object: KubeObject }
  | { type: "ERROR"; object: unknown };

/** Longest time that lines are parsed without letting the event loop run. */
const sliceMs = 10;

/**
 * Reads a watch body line by line as it arrives. Resolves when the server ends it.
 *
 * @param onChunk called for each piece of the body: proof of life even when no line is complete.
 * @param onEvent may throw to end the reading with that error.
 * @param onMalformed called for each line that is not a watch event.
 */
export async function readWatchEvents(
  body: Readable,
  handlers: { onChunk(): void; onEvent(event: WatchEvent): void; onMalformed(): void },
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  let sliceStart = performance.now();
  const readLine = async (line: string) => {
    if (line.trim() === "") return;
    const event = parseWatchEvent(line);
    if (event) handlers.onEvent(event);
    else handlers.onMalformed();
    if (performance.now() - sliceStart < sliceMs) return;
    await setImmediate();
    sliceStart = performance.now();
  };
  for await (const chunk of body) {
    handlers.onChunk();
    rest += decoder.decode(chunk as Buffer, { stream: true });
    for (let end = rest.indexOf("\n"); end !== -1; end = rest.indexOf("\n")) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      await readLine(line);
    }
  }
  await readLine(rest);
}

const eventTypes: readonly unknown[] = ["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"];

/** Undefined when the line is not an event, or lacks the metadata that every event but ERROR must have. */
export function parseWatchEvent(line: string): WatchEvent | undefined {
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
