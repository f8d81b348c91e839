import { setTimeout as delay } from "node:timers/promises";
import { machineLoad } from "../machine-load.ts";
import { markdownTable } from "../markdown-table.ts";
import { openLabCluster } from "./lab-cluster.ts";
import { measureConnects } from "./measure-connects.ts";
import { type LiveFigures, measureLive } from "./measure-live.ts";
import { measureReconnects } from "./measure-reconnects.ts";
import { createProbes } from "./probe-deployments.ts";
import { startProbedHorizon } from "./start-probed-horizon.ts";

const subscriberCounts = [1, 50, 200, 1000];
const changesPerSecond = 50;
/** So many are measured as they come all at once, and then with each number of subscribers. */
const burstPods = 5000;

/**
 * `pnpm bench live`: 5,000 pods that come at once, the curve over pods at 200 subscribers, the curve over subscribers at
 * 5,000 pods, and 1,000 forced disconnects. Everything runs on this machine, the subscribers too, so CPU is shared: read ratios.
 */
export async function benchLive(args: string[]): Promise<void> {
  const podCounts = args.length > 0 ? args.map(Number) : [500, burstPods, 20_000];
  const horizon = await startProbedHorizon("stall");
  try {
    const cluster = openLabCluster(horizon.kubeconfig, "admin@production");
    const { control, cookie, apiPid } = horizon;
    const baseUrl = horizon.opsServerUrl;
    const target = {
      baseUrl,
      cookie,
      cluster,
      control,
      apiPid,
      stallSocket: horizon.probe,
      changesPerSecond,
    };
    const rows: string[][] = [];
    const note = (pods: string, subscribers: number, figures: LiveFigures) => {
      rows.push(formatRow(pods, subscribers, figures));
      console.log(`${pods} pods, ${subscribers} subscribers: p95 ${figures.p95Ms.toFixed(0)} ms`);
    };
    await control.setLoad(0);
    await createProbes(cluster);
    for (const pods of podCounts) {
      const become = () => control.setLoad(pods);
      if (pods === burstPods) {
        await control.setLoad(0);
        await delay(5000);
        note(
          `0 → ${pods}`,
          200,
          await measureLive(target, { subscribers: 200, durationMs: 20_000, meanwhile: become }),
        );
      }
      await become();
      await delay(5000);
      for (const subscribers of pods === burstPods ? subscriberCounts : [200]) {
        note(`${pods}`, subscribers, await measureLive(target, { subscribers, durationMs: 20_000 }));
      }
    }
    console.log(
      `\n${changesPerSecond} changes a second; a flush every 250 ms is part of the latency; ${machineLoad()}.\n`,
    );
    console.log(markdownTable(head, rows));
    console.log(`\n${await measureConnects(target, 1000)}`);
    console.log(await measureReconnects(target, 1000));
  } finally {
    await horizon.stop();
  }
}

const head = [
  "pods",
  "subscribers",
  "p50 ms",
  "p95 ms",
  "p99 ms",
  "lost",
  "api CPU %",
  "api RSS MiB",
  "watches",
  "kB/subscriber/min",
  "loop delay p99 ms",
  "loop delay max ms",
  "own stall max ms",
];

function formatRow(pods: string, subscribers: number, figures: LiveFigures): string[] {
  return [
    pods,
    `${subscribers}`,
    figures.p50Ms.toFixed(0),
    figures.p95Ms.toFixed(0),
    figures.p99Ms.toFixed(0),
    `${figures.lost}`,
    figures.cpuPercent.toFixed(0),
    figures.rssMib.toFixed(0),
    `${figures.watches}`,
    figures.kilobytesPerMinute.toFixed(0),
    figures.loopDelayP99Ms.toFixed(1),
    figures.loopDelayMaxMs.toFixed(1),
    figures.ownStallMaxMs.toFixed(1),
  ];
}
