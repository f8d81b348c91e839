import { readdirSync, readFileSync } from "node:fs";

/** CPU time of a process, and of its children that ended and were waited for. Linux: clock ticks are 1/100 s. */
function cpuOf(pid: number | string, withEnded: boolean): { parent: number; seconds: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const ticks = fields.slice(11, withEnded ? 15 : 13).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), seconds: ticks / 100 };
}

/** CPU time of a PostgreSQL server: of the postmaster, the sessions that it has, and those that ended. */
export function postgresCpuSeconds(postmaster: number): number {
  let seconds = cpuOf(postmaster, true).seconds;
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const process = cpuOf(pid, false);
      if (process.parent === postmaster) seconds += process.seconds;
    } catch {
      // It ended between the list and the look.
    }
  }
  return seconds;
}

/** The postmaster is the parent of every session. */
export function postmasterOf(sessionPid: number): number {
  return cpuOf(sessionPid, false).parent;
}
