import type { StreamPosition } from "@horizon/contracts";
import type { LiveChange, NumberedChange } from "./live-change.ts";

interface JournalLimits {
  readonly entries: number;
  /** Of the rows held, roughly: as JSON characters. */
  readonly bytes: number;
}

export interface LiveJournal {
  position(): StreamPosition;
  append(change: LiveChange): NumberedChange;
  /** Every change after the position, oldest first; null when the journal no longer holds them all. */
  changesSince(position: StreamPosition): NumberedChange[] | null;
  stats(): { entries: number; bytes: number };
}

const defaultLimits: JournalLimits = { entries: 20_000, bytes: 32 * 1024 * 1024 };

/**
 * The ordered record of what was published, from which a browser that was away catches up. `epoch` names this
 * process: after a restart no old position can be mistaken for a current one.
 */
export function createLiveJournal(epoch: string, limits: JournalLimits = defaultLimits): LiveJournal {
  const ring = new Array<{ change: NumberedChange; size: number } | undefined>(limits.entries);
  let lastSeq = 0;
  let firstSeq = 1;
  let bytes = 0;

  function dropOldest(): void {
    const slot = firstSeq % limits.entries;
    bytes -= ring[slot]?.size ?? 0;
    ring[slot] = undefined;
    firstSeq += 1;
  }

  return {
    position: () => ({ epoch, seq: lastSeq }),
    append(change) {
      lastSeq += 1;
      if (lastSeq - firstSeq >= limits.entries) dropOldest();
      const numbered = { ...change, seq: lastSeq };
      const size = change.type === "upsert" ? estimateSize(change.row) : 60;
      ring[lastSeq % limits.entries] = { change: numbered, size };
      bytes += size;
      while (bytes > limits.bytes && firstSeq < lastSeq) dropOldest();
      return numbered;
    },
    changesSince(position) {
      if (position.epoch !== epoch || position.seq > lastSeq || position.seq + 1 < firstSeq) return null;
      const changes: NumberedChange[] = [];
      for (let seq = position.seq + 1; seq <= lastSeq; seq += 1) {
        const entry = ring[seq % limits.entries];
        if (entry) changes.push(entry.change);
      }
      return changes;
    },
    stats: () => ({ entries: lastSeq - firstSeq + 1, bytes }),
  };
}

/** About the length of the value as JSON, at a tenth of the cost of writing it. */
function estimateSize(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 5;
  let size = 2;
  for (const key in value) size += key.length + 4 + estimateSize((value as Record<string, unknown>)[key]);
  return size;
}
