import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isProcessAlive, type ProcessMark, readProcessMark } from "./process-mark.ts";

/** Either the lock, or who has it. */
export type ProcessLock = { readonly release: () => void } | { readonly heldBy: number };

/**
 * A lock that one process at a time has, written down in a file. That of a process that is gone is taken over, also
 * when its number belongs to another program by now; of many who try at once one has it.
 */
export function takeProcessLock(lockFile: string): ProcessLock {
  mkdirSync(dirname(lockFile), { recursive: true });
  const own = formatMark(readProcessMark(process.pid));
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, own);
  try {
    while (!linkUnlessThere(draft, lockFile)) {
      const found = readLock(lockFile);
      if (found === null) continue;
      const heldBy = findHolder(found);
      if (heldBy !== null) return { heldBy };
      clear(lockFile, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: () => {
      if (readLock(lockFile) === own) rmSync(lockFile, { force: true });
    },
  };
}

/** The process that has the lock. */
export function findProcessLock(lockFile: string): number | null {
  const found = readLock(lockFile);
  return found === null ? null : findHolder(found);
}

/** A link appears with all that it holds, and never over another. */
function linkUnlessThere(draft: string, lockFile: string): boolean {
  try {
    linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Removes the lock of a process that is gone, which one process at a time may: whoever came later would remove the lock
 * of whoever has taken over since. That turn is a lock as well, so one who dies within it stops nobody.
 */
function clear(lockFile: string, seen: string): void {
  const turn = takeProcessLock(`${lockFile}.turn`);
  if ("heldBy" in turn) return;
  try {
    if (readLock(lockFile) === seen) rmSync(lockFile);
  } finally {
    turn.release();
  }
}

function readLock(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";

const formatMark = ({ pid, startedAt }: ProcessMark) => `${pid}\n${startedAt ? `${startedAt}\n` : ""}`;

function findHolder(text: string): number | null {
  const [pid = "", startedAt = ""] = text.split("\n");
  const holder: ProcessMark = { pid: Number(pid), startedAt: startedAt || null };
  return /^\d+$/.test(pid) && isProcessAlive(holder) ? holder.pid : null;
}
