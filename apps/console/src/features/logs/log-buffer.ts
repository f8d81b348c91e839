import type { LogLine } from "@horizon/contracts";
import { logTimeKey } from "./log-time.ts";

/** Lines of several pods, merged by time, no more than `limit` of them. Immutable. */
export interface LogBuffer {
  readonly lines: readonly LogLine[];
  readonly ids: ReadonlySet<string>;
  readonly limit: number;
  /** How many lines were let go at the old end to stay within the limit. */
  readonly letGo: number;
  /** How many lines ever came in: what "N new lines" is counted from. */
  readonly received: number;
}

export function createLogBuffer(limit: number): LogBuffer {
  return { lines: [], ids: new Set(), limit, letGo: 0, received: 0 };
}

interface KeyedLine {
  readonly line: LogLine;
  readonly key: string;
}

function keyed(lines: readonly LogLine[]): KeyedLine[] {
  return lines.map((line) => ({ line, key: logTimeKey(line.time) }));
}

/** Merges two lists ordered by time; at the same instant what was there comes first. */
function mergeByTime(old: readonly LogLine[], fresh: readonly KeyedLine[]): LogLine[] {
  const [first] = fresh;
  if (!first) return [...old];
  // Lines nearly always arrive at the end: only the tail that overlaps in time has to be walked.
  let start = old.length;
  while (start > 0 && logTimeKey(old[start - 1]?.time ?? "") > first.key) start -= 1;
  const tail = keyed(old.slice(start));
  const merged = old.slice(0, start);
  let next = 0;
  for (const entry of fresh) {
    for (let candidate = tail[next]; candidate && candidate.key <= entry.key; candidate = tail[next]) {
      merged.push(candidate.line);
      next += 1;
    }
    merged.push(entry.line);
  }
  for (const rest of tail.slice(next)) merged.push(rest.line);
  return merged;
}

/**
 * Adds lines: those already held (a reconnect sends some twice) are left out, and so are those older than what was
 * let go, which would otherwise come back for a moment and go again.
 */
export function appendLogLines(buffer: LogBuffer, incoming: readonly LogLine[]): LogBuffer {
  const ids = new Set(buffer.ids);
  const oldest = buffer.letGo > 0 ? logTimeKey(buffer.lines[0]?.time ?? "") : "";
  const fresh = keyed(incoming).filter(({ line, key }) => {
    if (ids.has(line.id) || key < oldest) return false;
    ids.add(line.id);
    return true;
  });
  if (fresh.length === 0) return buffer;
  fresh.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  const merged = mergeByTime(buffer.lines, fresh);
  const excess = Math.max(0, merged.length - buffer.limit);
  for (const line of merged.slice(0, excess)) ids.delete(line.id);
  return {
    ...buffer,
    ids,
    lines: excess > 0 ? merged.slice(excess) : merged,
    letGo: buffer.letGo + excess,
    received: buffer.received + fresh.length,
  };
}

/** From when a broken stream is to be resumed, with an overlap for pods whose lines came late; null before the first line. */
export function resumeTime(buffer: LogBuffer, overlapMs = 2_000): string | null {
  const newest = buffer.lines.at(-1);
  const at = newest ? Date.parse(newest.time) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at - overlapMs).toISOString();
}
