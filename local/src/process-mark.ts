import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Which process is meant: numbers are given to others when theirs have ended. */
export interface ProcessMark {
  readonly pid: number;
  /** Told by the system and only ever compared; null where it tells nothing. */
  readonly startedAt: string | null;
}

export function readProcessMark(pid: number): ProcessMark {
  return { pid, startedAt: readStart(pid) };
}

/** Whether it still runs. One that has ended and waits for its parent to notice does not. */
export function isProcessAlive({ pid, startedAt }: ProcessMark): boolean {
  if (!isNumberTaken(pid)) return false;
  const current = readStart(pid);
  return current !== "ended" && (startedAt === null || current === null || current === startedAt);
}

function isNumberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readStart(pid: number): string | null {
  return process.platform === "linux" ? readStartOnLinux(pid) : readStartFromPs(pid);
}

/** The 3rd and the 22nd field; the 2nd is the program's name in parentheses, which may hold anything. */
function readStartOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return "ended";
    return `${fields[19]} ${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}`;
  } catch {
    return null;
  }
}

function readStartFromPs(pid: number): string | null {
  try {
    const told = execFileSync("ps", ["-o", "stat=", "-o", "lstart=", "-p", `${pid}`], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
    });
    const [state = "", ...start] = told.trim().split(/\s+/);
    return state.startsWith("Z") ? "ended" : start.join(" ");
  } catch {
    return null;
  }
}
