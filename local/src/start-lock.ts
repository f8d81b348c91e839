import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * One start a data folder: two would fight over the database. A lock whose process is gone is taken over.
 * @returns the function that gives the lock back.
 * @throws Error when another start runs.
 */
export function takeStartLock(lockFile: string, pid: number = process.pid): () => void {
  mkdirSync(dirname(lockFile), { recursive: true });
  const holder = readHolder(lockFile);
  if (holder !== null && holder !== pid && isAlive(holder)) {
    throw new Error(`Horizon already runs here (process ${holder}). Stop it first, or set HORIZON_DATA_DIR.`);
  }
  writeFileSync(lockFile, `${pid}\n`);
  return () => rmSync(lockFile, { force: true });
}

function readHolder(lockFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(lockFile, "utf8"), 10);
    return Number.isNaN(pid) ? null : pid;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
