import { type DestinationStream, type LevelWithSilent, type Logger, pino, stdSerializers } from "pino";

export type { Logger } from "pino";

export interface LoggerOptions {
  /** Least severe level that is written; `info` when left out. */
  readonly level?: LevelWithSilent;
  /** Where lines go; standard output when left out. */
  readonly destination?: DestinationStream;
}

/**
 * Property names whose value never belongs in a log, at any depth down to `maxDepth`.
 * Credit data is regulated: identity numbers are as secret as passwords.
 */
const secretNames = [
  "authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "apiKey",
  "accessToken",
  "refreshToken",
  "idToken",
  "token",
  "password",
  "passwordHash",
  "secret",
  "clientSecret",
  "secretAccessKey",
  "privateKey",
  "connectionString",
  "databaseUrl",
  "ssn",
  "socialSecurityNumber",
  "dateOfBirth",
  "cardNumber",
] as const;

/** fast-redact wildcards match one level each, so every depth is spelled out. */
const maxDepth = 4;

const redactPaths = secretNames.flatMap((name) => {
  const key = `["${name}"]`;
  const capitalized = `["${name[0]?.toUpperCase()}${name.slice(1)}"]`;
  return [key, capitalized].flatMap((leaf) =>
    Array.from({ length: maxDepth + 1 }, (_, depth) =>
      depth === 0 ? leaf : `${Array(depth).fill("*").join(".")}${leaf}`,
    ),
  );
});

/** JSON lines with ISO time, level in words and `name` as the component; known secrets are replaced by `[redacted]`. */
export function createLogger(name: string, { level = "info", destination }: LoggerOptions = {}): Logger {
  const options = {
    name,
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: stdSerializers.errWithCause, error: stdSerializers.errWithCause },
    redact: { paths: redactPaths, censor: "[redacted]" },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
