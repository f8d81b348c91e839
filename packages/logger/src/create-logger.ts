import {
  type DestinationStream,
  type LevelWithSilent,
  type Logger,
  type LoggerOptions as LoggerSettings,
  pino,
  stdSerializers,
} from "pino";
import { announceLoggedFailure } from "./announce-logged-failure.ts";
import { isSecretName, redacted, redactSecrets, secretNames } from "./redact-secrets.ts";

export type { Logger } from "pino";

export interface LoggerOptions {
  /** Least severe level that is written; `info` when left out. */
  readonly level?: LevelWithSilent;
  /** Where lines go; standard output when left out. */
  readonly destination?: DestinationStream;
  /** Whether lines of errors are announced as failures; true when left out. */
  readonly announces?: boolean;
}

/** As pino numbers them. */
const errorLevel = 50;
const topLevelSecrets = secretNames.flatMap((name) => [
  `["${name}"]`,
  `["${name.charAt(0).toUpperCase()}${name.slice(1)}"]`,
]);

/** JSON lines with ISO time, level in words and `name` as the component; known secrets are replaced by `[redacted]`. */
export function createLogger(
  name: string,
  { level = "info", destination, announces = true }: LoggerOptions = {},
): Logger {
  const options: LoggerSettings = {
    name,
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: stdSerializers.errWithCause, error: stdSerializers.errWithCause },
    hooks: {
      logMethod(args, method, level) {
        if (announces && level >= errorLevel) announceLoggedFailure(name, args);
        method.apply(this, args);
      },
    },
    // One wildcard and our own walk below it: a path per name and depth made each line cost 100 to 500 µs.
    redact: { paths: [...topLevelSecrets, "*"], censor: redactProperty },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** pino gives a symbol for the wildcard, and the name for a path that was spelled out. */
function redactProperty(value: unknown, path: readonly unknown[]): unknown {
  const key = path.at(-1);
  return typeof key === "string" && isSecretName(key) ? redacted : redactSecrets(value);
}
