import { format, stripVTControlCharacters } from "node:util";
import { createScrubbedLogger } from "./create-scrubbed-logger.ts";

const levels = { log: "info", info: "info", debug: "debug", warn: "warn", error: "error" } as const;
/** What Next puts before its lines. */
const mark = /^[\s▲✓⨯⚠○»-]+/;

/** Next writes what was thrown before it tells of it, and then more is known. */
const announcedWithinMs = 1_000;

/**
 * Makes lines of JSON of what is written with `console`: Next has no other way to say something. Of values only words, numbers and
 * errors are written; an object may hold anything.
 *
 * @param isLogged an error that has its line already gets no second one.
 */
export function writeConsoleLines(name: string, isLogged: (error: unknown) => boolean): void {
  const write = createScrubbedLogger(name);
  const waiting = new Set<() => void>();
  // Before the logger's own listeners: already at beforeExit it closes its stream, which a process that is ended does not reach.
  const writeWaiting = () => {
    for (const writeNow of waiting) writeNow();
  };
  process.prependOnceListener("beforeExit", writeWaiting);
  process.prependOnceListener("exit", writeWaiting);
  function writeUnlessAnnounced(level: (typeof levels)[keyof typeof levels], error: Error): void {
    const writeNow = () => {
      waiting.delete(writeNow);
      clearTimeout(timer);
      if (!isLogged(error)) write({ level, text: "", error });
    };
    const timer = setTimeout(writeNow, announcedWithinMs).unref();
    waiting.add(writeNow);
  }
  for (const [method, level] of Object.entries(levels)) {
    console[method as keyof typeof levels] = (...args: unknown[]) => {
      const error = args.find((arg) => arg instanceof Error);
      if (isLogged(error)) return;
      const text = textOf(args.filter((arg) => arg !== error));
      if (text !== "") write({ level, text, error });
      else if (error !== undefined) writeUnlessAnnounced(level, error);
    };
  }
}

function textOf(args: readonly unknown[]): string {
  const plain = args.map((arg) => (typeof arg === "object" && arg !== null ? "[object]" : arg));
  return stripVTControlCharacters(format(...plain))
    .replace(mark, "")
    .trim();
}
