import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Horizon, type HorizonOptions, startHorizon } from "./horizon.ts";
import { dataPaths } from "./paths.ts";
import { type Ports, readPorts } from "./ports.ts";
import { createProgress } from "./progress.ts";

/** A whole Horizon on free ports with data of its own, gone when stopped: for the browser tests, pictures and benches. */
export async function startIsolatedHorizon(
  options: Partial<Pick<HorizonOptions, "opsServerEnv" | "backend" | "console">> = {},
): Promise<Horizon & { staffFile: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), "horizon-"));
  const removeData = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const horizon = await startHorizon({
      backend: false,
      ...options,
      ports: await findFreePorts(),
      paths: dataPaths({ HORIZON_DATA_DIR: dataDir }),
      progress: createProgress(),
      dev: false,
      onCrash: (child, code) =>
        console.error(`${child.name} ended by itself with code ${code}: ${child.logFile}`),
    });
    return {
      ...horizon,
      staffFile: join(dataDir, "backend-staff.json"),
      stop: () => horizon.stop().finally(removeData),
    };
  } catch (error) {
    removeData();
    throw error;
  }
}

async function findFreePorts(): Promise<Ports> {
  const names = Object.keys(readPorts({})) as (keyof Ports)[];
  const servers = await Promise.all(names.map(() => listenAnywhere()));
  const ports = Object.fromEntries(names.map((name, index) => [name, servers[index]?.port ?? 0])) as Ports;
  await Promise.all(servers.map((server) => server.close()));
  return ports;
}

function listenAnywhere(): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") return reject(new Error("no port"));
      resolve({ port: address.port, close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
