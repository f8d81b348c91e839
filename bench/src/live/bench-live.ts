import { setTimeout as delay } from "node:timers/promises";
import { startIsolatedHorizon } from "@horizon/local/isolated-horizon";
import { markdownTable } from "../markdown-table.ts";
import { sessionCookie } from "../session-cookie.ts";
import { openLabCluster } from "./lab-cluster.ts";
import { labControl } from "./lab-control.ts";
import { measureConnects } from "./measure-connects.ts";
import { type LiveFigures, measureLive } from "./measure-live.ts";
import { measureReconnects } from "./measure-reconnects.ts";
import { createProbes } from "./probe-deployments.ts";

const subscriberCounts = [1, 50, 200, 1000];
const changesPerSecond = 50;

/**
 * `pnpm bench live`: the curve over pods at 200 subscribers, the curve over subscribers at 5,000 pods, and 1,000 forced
 * disconnects. Everything runs on this machine, the subscribers too, so CPU is shared: read ratios.
 */
export async function benchLive(args: string[]): Promise<void> {
  const podCounts = args.length > 0 ? args.map(Number) : [500, 5000, 20_000];
  const horizon = await startIsolatedHorizon({ opsServerEnv: { STREAMS_PER_MEMBER: "2000" } });
  try {
    const cluster = openLabCluster(horizon.kubeconfig, "admin@production");
    const control = labControl(horizon.labControlUrl);
    const cookie = await sessionCookie(horizon.sessionSecret, {
      email: "vera.viewer@horizon.example",
      name: "Vera Viewer",
    });
    const apiPid = horizon.children.find((child) => child.name === "ops-server-api")?.pid ?? 0;
    const target = { baseUrl: horizon.opsServerUrl, cookie, cluster, control, apiPid, changesPerSecond };
    const rows: string[][] = [];
    let probed = false;
    for (const pods of podCounts) {
      await control.setLoad(pods);
      await delay(5000);
      if (!probed) await createProbes(cluster);
      probed = true;
      for (const subscribers of pods === 5000 ? subscriberCounts : [200]) {
        const figures = await measureLive(target, { subscribers, durationMs: 20_000 });
        rows.push(formatRow(pods, subscribers, figures));
        console.log(`${pods} pods, ${subscribers} subscribers: p95 ${figures.p95Ms.toFixed(0)} ms`);
      }
    }
    console.log(`\n${changesPerSecond} changes a second; a flush every 250 ms is part of the latency.\n`);
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
];

function formatRow(pods: number, subscribers: number, figures: LiveFigures): string[] {
  return [
    `${pods}`,
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
  ];
}
