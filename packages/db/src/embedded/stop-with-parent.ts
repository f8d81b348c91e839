import { spawn } from "node:child_process";
import { Socket } from "node:net";

/**
 * `cat` ends when the pipe from us closes, which the kernel does however we die, SIGKILL included. The watcher has
 * its own process group, so that Ctrl-C in the terminal reaches neither it nor the server.
 */
const script = `
cat > /dev/null
kill -INT "$1" 2> /dev/null
[ -z "$2" ] && exit
while kill -0 "$1" 2> /dev/null; do sleep 0.1; done
rm -rf "$2"
`;

/**
 * Has the server `pid` shut down when this process is gone, and then `directory` deleted, if one is given.
 * Returns a function that calls it off.
 */
export function stopWithParent(pid: number, directory: string | undefined): () => void {
  const watcher = spawn("/bin/sh", ["-c", script, "sh", String(pid), directory ?? ""], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  watcher.stdin.on("error", () => undefined);
  if (watcher.stdin instanceof Socket) watcher.stdin.unref();
  return () => {
    watcher.kill("SIGKILL");
    watcher.stdin.destroy();
  };
}
