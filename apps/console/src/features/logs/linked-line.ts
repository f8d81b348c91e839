import type { LogLine } from "@horizon/contracts";
import { linkedLineTime } from "./log-stream-url.ts";

/**
 * Why a line that the address points at is not seen, in words; null while it is, or may still come. It is certain not
 * to come once a later one has: lines come in the order of their time.
 */
export function linkProblem(
  id: string | null,
  lines: readonly LogLine[],
  shown: readonly LogLine[],
): string | null {
  const time = id === null ? null : linkedLineTime(id);
  if (time === null || shown.some((line) => line.id === id)) return null;
  if (lines.some((line) => line.id === id)) return "The line of this link is hidden by the filter.";
  const isPassed = lines.some((line) => Date.parse(line.time) > time);
  return isPassed ? "The line of this link is not among those that the cluster still gives." : null;
}
