import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";

/** Longest time that lines are read without letting the event loop run. Each kind of object has a body of its own. */
const sliceMs = 5;

/**
 * Lines of a body as they arrive, the last one even without its newline. Resolves when the body ends; rejects with what
 * ends it otherwise, `onLine` included.
 *
 * @param onChunk called for each piece: proof of life even when no line is complete.
 * @param maxLineLength a longer line is given in pieces, so that a body without newlines cannot fill the memory.
 */
export async function readLines(
  body: Readable,
  handlers: { onLine(line: string): void; onChunk?(): void; maxLineLength?: number },
): Promise<void> {
  const { onLine, onChunk, maxLineLength = Number.POSITIVE_INFINITY } = handlers;
  const decoder = new TextDecoder();
  let rest = "";
  let sliceStart = performance.now();
  for await (const chunk of body) {
    onChunk?.();
    rest += decoder.decode(chunk as Buffer, { stream: true });
    for (let end = rest.indexOf("\n"); end !== -1; end = rest.indexOf("\n")) {
      onLine(rest.slice(0, end));
      rest = rest.slice(end + 1);
      if (performance.now() - sliceStart < sliceMs) continue;
      await setImmediate();
      sliceStart = performance.now();
    }
    if (rest.length > maxLineLength) {
      onLine(rest);
      rest = "";
    }
  }
  if (rest !== "") onLine(rest);
}
