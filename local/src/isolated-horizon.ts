import { rmSync } from "node:fs";
import { join } from "node:path";
import { makeThrowawayDirectory, ownPorts } from "@horizon/db/embedded";
import { type Horizon, type HorizonOptions, startHorizon } from "./horizon.ts";
import { dataPaths } from "./paths.ts";
import { type Ports, readPorts } from "./ports.ts";
import { createProgress } from "./progress.ts";
import { removeWithParent } from "./remove-with-parent.ts";

/** A whole Horizon on ports and with data of its own, gone when stopped, and with its process: for the browser tests, pictures and benches. */
export async function startIsolatedHorizon(
  options: Partial<Pick<HorizonOptions, "opsServerEnv" | "consoleEnv" | "backend" | "console">> = {},
): Promise<Horizon & { staffFile: string }> {
  const dataDir = await makeThrowawayDirectory("horizon-");
  const callOff = removeWithParent(dataDir);
  const removeData = () => {
    rmSync(dataDir, { recursive: true, force: true });
    callOff();
  };
  try {
    const horizon = await startHorizon({
      backend: false,
      ...options,
      ports: await portsOfItsOwn(),
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

async function portsOfItsOwn(): Promise<Ports> {
  const names = Object.keys(readPorts({})) as (keyof Ports)[];
  const own = await ownPorts(names.length);
  return Object.fromEntries(names.map((name, index) => [name, own[index] ?? 0])) as Ports;
}
