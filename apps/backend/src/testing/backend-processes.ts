import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ServiceName } from "@horizon/contracts/backend";
import type { ServiceEnv } from "./backend-settings.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

export interface BackendProcesses {
  start(name: ServiceName): void;
  /** As the kernel does when memory is short; resolves when the process is gone. */
  kill(name: ServiceName): Promise<void>;
  killAll(): Promise<void>;
}

/** Services as processes of their own, for tests that kill them. */
export function createBackendProcesses(
  services: Readonly<Record<ServiceName, ServiceEnv>>,
): BackendProcesses {
  const running = new Map<ServiceName, ChildProcess>();
  async function kill(name: ServiceName): Promise<void> {
    const child = running.get(name);
    running.delete(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGKILL");
    await gone;
  }
  return {
    start(name) {
      const env = { NODE_ENV: "test" as const, ...services[name] };
      running.set(name, spawn(process.execPath, [main], { env, stdio: ["ignore", "ignore", "inherit"] }));
    },
    kill,
    killAll: async () => {
      await Promise.all([...running.keys()].map(kill));
    },
  };
}
