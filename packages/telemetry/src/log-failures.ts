import { type Failure, failures } from "@horizon/errors/failures";
import { createScrubbedLogger } from "./create-scrubbed-logger.ts";

/**
 * Writes a line for every failure that is announced, for a process whose code has no logger of its own.
 *
 * @returns whether an error has its line already.
 */
export function logFailures(): (error: unknown) => boolean {
  const writers = new Map<string, ReturnType<typeof createScrubbedLogger>>();
  const logged = new WeakSet<Error>();
  failures.subscribe((failure) => {
    const { component, message, error, ids, browserRelease } = failure as Failure;
    const write = writers.get(component) ?? createScrubbedLogger(component);
    writers.set(component, write);
    if (error instanceof Error) logged.add(error);
    const release: Record<string, string> = browserRelease === undefined ? {} : { release: browserRelease };
    write({ level: "error", text: message, error, ids: { ...ids, ...release } });
  });
  return (error) => error instanceof Error && logged.has(error);
}
