import { setTimeout as delay } from "node:timers/promises";
import { machineLoad } from "../machine-load.ts";
import { markdownTable } from "../markdown-table.ts";
import { sampleProcess } from "./process-sample.ts";
import { readProbe } from "./read-probe.ts";
import { subscribe } from "./sse-subscriber.ts";
import { startProbedHorizon } from "./start-probed-horizon.ts";

const burstPods = 5000;
const subscriberCount = 100;
/** Long enough for what a burst set off (the archive of events, the change feed) to be written. */
const settleMs = 10_000;

/**
 * `pnpm bench soak [minutes]`: ops-server's memory over bursts of 5,000 pods that come and go, with watches that expire in
 * between and browsers that come and go. What grows from round to round is never given back.
 */
export async function benchSoak([minutes = "10"]: string[]): Promise<void> {
  const horizon = await startProbedHorizon("heap");
  try {
    const { control, cookie, apiPid } = horizon;
    const heapMib = async () => (await readProbe(horizon.probe)) / 1024 ** 2;
    const rows: string[][] = [];
    const note = async (round: number, burstMib: number, isCollected: boolean) => {
      const { rssMib, cpuSeconds } = sampleProcess(apiPid);
      const heap = isCollected ? (await heapMib()).toFixed(1) : "";
      rows.push([`${round}`, burstMib.toFixed(0), rssMib.toFixed(0), heap, cpuSeconds.toFixed(0)]);
      console.log(rows.at(-1)?.join(" | "));
    };
    await control.setLoad(0);
    await delay(settleMs);
    await note(0, sampleProcess(apiPid).rssMib, true);
    const endMs = performance.now() + Number(minutes) * 60_000;
    for (let round = 1; performance.now() < endMs; round++) {
      const subscribers = Array.from({ length: subscriberCount }, () =>
        subscribe({
          baseUrl: horizon.opsServerUrl,
          cookie,
          topics: ["workloads:production", "rollouts:production", "changes:production"],
          onData: () => undefined,
        }),
      );
      await control.setLoad(burstPods);
      await control.expireHistory("production");
      await delay(settleMs);
      const burst = sampleProcess(apiPid);
      for (const subscriber of subscribers) subscriber.disconnect();
      await control.expireHistory("production");
      await control.setLoad(0);
      await delay(settleMs);
      await note(round, burst.rssMib, round % 3 === 1 || performance.now() >= endMs);
    }
    console.log(`\n${burstPods} pods a burst, ${subscriberCount} subscribers; ${machineLoad()}.\n`);
    console.log(
      markdownTable(["round", "RSS at burst MiB", "RSS after MiB", "heap held MiB", "CPU s"], rows),
    );
  } finally {
    await horizon.stop();
  }
}
