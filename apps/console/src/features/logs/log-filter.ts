import type { LogLine } from "@horizon/contracts";

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogFilter {
  /** Lines below it are hidden; null shows everything. Lines of unknown level always show: hiding them could hide the cause. */
  readonly minLevel: LogLevel | null;
  readonly text: string;
}

function levelPasses(level: LogLine["level"], minLevel: LogLevel | null): boolean {
  if (minLevel === null || level === "unknown") return true;
  return logLevels.indexOf(level) >= logLevels.indexOf(minLevel);
}

/** Lines that pass, in their order; the same array when nothing is filtered. */
export function filterLogLines(lines: readonly LogLine[], filter: LogFilter): readonly LogLine[] {
  const needle = filter.text.trim().toLowerCase();
  if (filter.minLevel === null && needle === "") return lines;
  return lines.filter(
    (line) =>
      levelPasses(line.level, filter.minLevel) &&
      (needle === "" || line.text.toLowerCase().includes(needle) || line.pod.includes(needle)),
  );
}
