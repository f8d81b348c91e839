import { createLogger, type Logger } from "@horizon/logger";
import { currentTraceId } from "./current-trace.ts";
import { describeError } from "./describe-error.ts";
import { scrubText } from "./scrub-text.ts";

interface Line {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly text: string;
  readonly error?: unknown;
  /** Ids alone. */
  readonly ids?: Readonly<Record<string, string>>;
}

/**
 * Writes lines as the services' loggers do, of what others composed: scrubbed, and with the trace that they belong to. It announces
 * no failures, because it is told of those that were.
 */
export function createScrubbedLogger(name: string): (line: Line) => void {
  const described = { serializers: { err: (err: unknown) => err } };
  const logger: Logger = createLogger(name, { announces: false }).child({}, described);
  return ({ level, text, error, ids = {} }) => {
    const err = describeError(error);
    logger[level]({ traceId: currentTraceId(), ...ids, err }, scrubText(text) || err?.message);
  };
}
