import { readFileSync } from "node:fs";

export interface ProcessSample {
  cpuSeconds: number;
  rssMib: number;
  atMs: number;
}

/** CPU time and memory of a process on Linux; clock ticks are 1/100 s there. */
export function sampleProcess(pid: number): ProcessSample {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpuSeconds: ticks / 100, rssMib: Number(resident) / 1024, atMs: performance.now() };
}
