import { spawn } from "node:child_process";

/** A line of shell that runs when this process is gone. */
export interface AfterParent {
  /** What the line knows as `$it`; without it, it does not run. */
  tell(it: string): void;
  callOff(): void;
}

/**
 * The shell runs before it is told what it is about, so that nothing begins that would not be ended. `cat` ends when our end
 * of the pipe closes, which the kernel does however we die, SIGKILL included.
 */
export function runAfterParent(line: string): AfterParent {
  const watcher = spawn("/bin/sh", ["-c", `read -r it || exit; cat > /dev/null; ${line}`], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  watcher.stdin.on("error", () => undefined);
  return {
    tell: (it) => watcher.stdin.write(`${it}\n`),
    callOff: () => {
      watcher.kill("SIGKILL");
      watcher.stdin.destroy();
    },
  };
}
