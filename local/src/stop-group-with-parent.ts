import { spawn } from "node:child_process";

/**
 * `cat` ends when our end of the pipe closes, which the kernel does however we die, SIGKILL included. No `--` before the
 * group: to dash, Debian's sh, that is a process, and it kills nothing.
 */
const script = 'cat > /dev/null; kill -TERM "-$1" 2> /dev/null';

/** Ends the process group `pid` when this process is gone. Returns a function that calls it off. */
export function stopGroupWithParent(pid: number): () => void {
  const watcher = spawn("/bin/sh", ["-c", script, "sh", `${pid}`], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  watcher.stdin?.on("error", () => undefined);
  return () => {
    watcher.kill("SIGKILL");
    watcher.stdin?.destroy();
  };
}
