import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { opsServerMemory } from "@horizon/local/horizon";
import { startIsolatedHorizon } from "@horizon/local/isolated-horizon";
import { sessionCookie } from "../session-cookie.ts";
import { labControl } from "./lab-control.ts";

/** What is loaded into ops-server, and the setting that says where it answers. */
const probes = { heap: "HEAP_PROBE_DIR", stall: "STALL_PROBE_DIR" } as const;

/** A Horizon of its own without pages, whose ops-server answers a probe on the socket `probe`. */
export async function startProbedHorizon(probe: keyof typeof probes) {
  const probeDir = mkdtempSync(join(tmpdir(), `${probe}-probe-`));
  const horizon = await startIsolatedHorizon({
    console: false,
    opsServerEnv: {
      STREAMS_PER_MEMBER: "2000",
      [probes[probe]]: probeDir,
      NODE_OPTIONS: `${opsServerMemory.NODE_OPTIONS} --import=${join(import.meta.dirname, `${probe}-probe.ts`)}`,
    },
  });
  const apiPid = horizon.children.find((child) => child.name === "ops-server-api")?.pid ?? 0;
  return {
    ...horizon,
    apiPid,
    control: labControl(horizon.labControlUrl),
    cookie: await sessionCookie(horizon, { email: "vera.viewer@horizon.example" }),
    probe: join(probeDir, `${apiPid}`),
    async stop(): Promise<void> {
      await horizon.stop();
      rmSync(probeDir, { recursive: true });
    },
  };
}
