import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/** For the system to take away who was killed; where nobody asks after orphans they stay in its list for good. */
const killedMs = 1000;
/** How often it is looked whether what a process had started is gone too; the system tells nobody. */
const lookEveryMs = 20;

/**
 * Ends the process that leads a group of its own, and all others of the group: SIGTERM, then SIGKILL after `graceMs`.
 * Resolves when they are gone.
 */
export async function stopGroup(
  leader: ChildProcess,
  exited: Promise<unknown>,
  graceMs: number,
): Promise<void> {
  const { pid, exitCode, signalCode } = leader;
  // The system may give the number of one that has ended to anybody.
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  signalGroup(pid, "SIGTERM");
  const graceOver = new AbortController();
  const gone = exited.then(() => untilGroupIsGone(pid, graceOver.signal));
  const winner = await Promise.race([
    gone.then(() => "gone"),
    delay(graceMs, "late", { signal: graceOver.signal }),
  ]);
  graceOver.abort();
  if (winner === "gone") return;
  signalGroup(pid, "SIGKILL");
  await exited;
  await untilGroupIsGone(pid, AbortSignal.timeout(killedMs));
}

async function untilGroupIsGone(pid: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && signalGroup(pid, 0)) await delay(lookEveryMs);
}

/** Returns whether there is such a group. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
