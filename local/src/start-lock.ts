import { takeProcessLock } from "./process-lock.ts";

/**
 * One start a data folder: two would fight over the database.
 * @returns the function that gives the lock back.
 * @throws Error when another start runs.
 */
export function takeStartLock(lockFile: string): () => void {
  const lock = takeProcessLock(lockFile);
  if ("heldBy" in lock) {
    throw new Error(
      `Horizon already runs here (process ${lock.heldBy}). Stop it first, or set HORIZON_DATA_DIR.`,
    );
  }
  return lock.release;
}
