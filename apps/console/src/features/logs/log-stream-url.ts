import type { WorkloadRef } from "@horizon/contracts";

export interface LogSource {
  readonly workload: WorkloadRef;
  readonly pod: string | null;
  readonly container: string | null;
  readonly sidecars: boolean;
  readonly previous: boolean;
}

/** Where to start: the last lines, or a moment (a resumed stream, a link to a line). */
export interface LogStart {
  readonly sinceTime: string | null;
  readonly tailLines: number;
}

/** The address of the log stream of a workload; see `logQuery` of the contracts. */
export function logStreamUrl(source: LogSource, start: LogStart): string {
  const query = new URLSearchParams({ ...source.workload, tailLines: String(start.tailLines) });
  if (source.pod) query.set("pod", source.pod);
  if (source.container) query.set("container", source.container);
  if (source.sidecars) query.set("sidecars", "true");
  if (source.previous) {
    query.set("previous", "true");
    query.set("follow", "false");
  }
  if (start.sinceTime) query.set("sinceTime", start.sinceTime);
  return `/api/stream/logs?${query}`;
}

/** The line that an address points at with its hash; null where it points at none. What people cut a link down to is no line. */
export function lineOfHash(hash: string): string | null {
  try {
    const id = decodeURIComponent(hash.slice(1));
    return linkedLineTime(id) === null ? null : id;
  } catch {
    return null;
  }
}

const lineId = /@([^@#]+)#\d+$/;

/** When a line was written, in milliseconds, by its id; null if it is no line id. */
export function linkedLineTime(id: string): number | null {
  const at = Date.parse(lineId.exec(id)?.[1] ?? "");
  return Number.isNaN(at) ? null : at;
}

/** The moment to load from so that a linked line is among what is loaded: shortly before the time in its id; null if it is no line id. */
export function linkedLineStart(id: string, leadMs = 5_000): string | null {
  const at = linkedLineTime(id);
  return at === null ? null : new Date(at - leadMs).toISOString();
}
