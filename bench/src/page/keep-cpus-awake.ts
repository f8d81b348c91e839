import { spawn } from "node:child_process";
import { availableParallelism, constants, setPriority } from "node:os";

/** Ends by itself when the bench that started it is gone, also one that was killed. */
const spin = "const parent = process.ppid; while (process.ppid === parent);";

/**
 * Gives every CPU something of the lowest priority to do. A virtual CPU that idles is taken away by its host and comes
 * back with cold caches: what runs then takes up to half as long again. Returns what ends it.
 */
export function keepCpusAwake(): () => void {
  const spinners = Array.from({ length: availableParallelism() }, () => {
    const spinner = spawn(process.execPath, ["-e", spin], { stdio: "ignore" });
    if (spinner.pid !== undefined) setPriority(spinner.pid, constants.priority.PRIORITY_LOW);
    return spinner;
  });
  return () => {
    for (const spinner of spinners) spinner.kill("SIGKILL");
  };
}
