import type { StreamPosition } from "@horizon/contracts";

/** `epoch:seq`, the id of a message of the stream. */
export function parsePosition(id: string): StreamPosition | null {
  const split = id.lastIndexOf(":");
  const seq = Number(id.slice(split + 1));
  if (split < 1 || !Number.isFinite(seq)) return null;
  return { epoch: id.slice(0, split), seq };
}

/**
 * Where the stream must resume so that no topic misses a change: the oldest place that any of them has seen. What
 * others have already seen comes again and changes nothing. Null (from now on) when none has a place, or when they
 * are of different epochs, in which case each of them is asked anew.
 */
export function resumeFrom(positions: readonly (StreamPosition | null)[]): string | null {
  const known = positions.filter((position) => position !== null);
  const first = known[0];
  if (!first || known.some((position) => position.epoch !== first.epoch)) return null;
  return `${first.epoch}:${Math.min(...known.map((position) => position.seq))}`;
}

/** Whether changes may be missing between a snapshot and the place from which the stream covers its topic. */
export function hasGap(snapshot: StreamPosition, coveredFrom: StreamPosition | null): boolean {
  if (!coveredFrom) return false;
  return snapshot.epoch === coveredFrom.epoch && snapshot.seq < coveredFrom.seq;
}
