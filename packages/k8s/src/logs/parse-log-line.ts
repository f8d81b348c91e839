import { stripVTControlCharacters } from "node:util";
import type { LogLine } from "@horizon/contracts";

type LogLevel = LogLine["level"];

const pinoLevels: [above: number, level: LogLevel][] = [
  [60, "fatal"],
  [50, "error"],
  [40, "warn"],
  [30, "info"],
  [20, "debug"],
  [0, "trace"],
];

const words: Record<string, LogLevel> = {
  trace: "trace",
  debug: "debug",
  info: "info",
  information: "info",
  notice: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  err: "error",
  fatal: "fatal",
  critical: "fatal",
  panic: "fatal",
};

function levelOfValue(value: unknown): LogLevel | undefined {
  if (typeof value === "number") return pinoLevels.find(([above]) => value >= above)?.[1];
  return typeof value === "string" ? words[value.toLowerCase()] : undefined;
}

/** Level of a line: the field of a JSON line (pino's numbers included), else a level word near its start. */
export function detectLogLevel(text: string): LogLevel {
  if (text.startsWith("{")) {
    try {
      const record = JSON.parse(text) as Record<string, unknown>;
      return levelOfValue(record.level ?? record.severity ?? record.lvl) ?? "unknown";
    } catch {
      // Not JSON after all: a brace that text begins with.
    }
  }
  const word = /\b(trace|debug|info|notice|warn|warning|error|err|fatal|critical|panic)\b/i.exec(
    text.slice(0, 120),
  )?.[1];
  return (word === undefined ? undefined : words[word.toLowerCase()]) ?? "unknown";
}

interface TimedLine {
  /** RFC 3339 with nine digits of fraction, so that text order is time order. */
  time: string;
  text: string;
}

const maxTextLength = 16_384;

/**
 * Splits what the API sends with `timestamps=true`; undefined when a line has none. A node writes the zone of its own clock.
 * What colours a line in a terminal is left out: it would hide the level and the JSON.
 */
export function splitTimestamp(line: string): TimedLine | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) ?(.*)$/s.exec(line);
  if (!match) return undefined;
  const [, seconds = "", fraction = "", zone = "", rest = ""] = match;
  const plain = rest.includes("\u001B") ? stripVTControlCharacters(rest) : rest;
  const text = plain.endsWith("\r") ? plain.slice(0, -1) : plain;
  return {
    time: `${toUtc(seconds, zone)}.${fraction.padEnd(9, "0").slice(0, 9)}Z`,
    text: text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text,
  };
}

function toUtc(seconds: string, zone: string): string {
  if (zone === "Z") return seconds;
  const at = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(at) ? seconds : new Date(at).toISOString().slice(0, 19);
}
