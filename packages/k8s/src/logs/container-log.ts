import type { LogLine } from "@horizon/contracts";
import type { ClusterClient, Impersonation } from "../client/cluster-client.ts";
import { readLines } from "../client/read-lines.ts";
import { resourcePath, resourceTypes } from "../client/resource-type.ts";
import { detectLogLevel, splitTimestamp } from "./parse-log-line.ts";

export interface ContainerTarget {
  namespace: string;
  pod: string;
  container: string;
}

interface ContainerLogQuery {
  follow: boolean;
  previous?: boolean;
  tailLines?: number;
  /** RFC 3339; in practice the API rounds it down to the second. */
  sinceTime?: string;
  as?: Impersonation;
  signal: AbortSignal;
}

/** Where a reader stands: the time of its last line, and how many lines it had with that very time. */
export interface LogPosition {
  time: string;
  count: number;
}

const maxLineLength = 1_048_576;

/**
 * The log of one container, from the server or after `position`. Lines at or before the position, which the rounding of
 * `sinceTime` brings again, are left out. Resolves when the log ends.
 *
 * @returns the position after the last line. @throws AppError as the client does.
 */
export async function readContainerLog(
  client: ClusterClient,
  target: ContainerTarget,
  query: ContainerLogQuery,
  position: LogPosition | undefined,
  onLine: (line: LogLine, position: LogPosition) => void,
): Promise<LogPosition | undefined> {
  const { namespace, pod, container } = target;
  const path = `${resourcePath(resourceTypes.pods, { namespace, name: pod })}/log`;
  const body = await client.stream({
    path,
    query: {
      container,
      timestamps: true,
      follow: query.follow || undefined,
      previous: query.previous || undefined,
      tailLines: position ? undefined : query.tailLines,
      sinceTime: position?.time ?? query.sinceTime,
    },
    as: query.as,
    signal: query.signal,
  });
  let last = position;
  let seen: LogPosition | undefined;
  await readLines(body, {
    maxLineLength,
    onLine(raw) {
      const timed = splitTimestamp(raw);
      if (!timed) return;
      const { time, text } = timed;
      seen = { time, count: seen?.time === time ? seen.count + 1 : 1 };
      const isOld = last && (time < last.time || (time === last.time && seen.count <= last.count));
      if (isOld) return;
      last = seen;
      const id = `${pod}/${container}@${time}#${seen.count}`;
      onLine({ id, time, pod, container, level: detectLogLevel(text), text }, seen);
    },
  });
  return last;
}
