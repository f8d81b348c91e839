import { setTimeout as delay } from "node:timers/promises";
import type { Horizon } from "@horizon/local/horizon";
import type { BrowserContext } from "playwright-core";
import { kubectlRequest, type LabCluster, openLabCluster } from "../live/lab-cluster.ts";
import { createProbes, moveProbe, probeCount } from "../live/probe-deployments.ts";
import { machineLoad } from "../machine-load.ts";
import { markdownTable } from "../markdown-table.ts";
import { consolePages } from "./console-pages.ts";
import { keepCpusAwake } from "./keep-cpus-awake.ts";
import { type FlushFigures, measureFlush } from "./measure-flush.ts";
import { type RecordedFlush, recordFlushes } from "./record-flushes.ts";
import { startPlayback } from "./start-playback.ts";

const flushMs = 250;
const recordMs = 8_000;
const playMs = 10_000;
const watchedPages = new Set(["Overview", "Deployments", "A rollout"]);
/** The one of the page `A rollout`. */
const watchedRollout = "/apis/argoproj.io/v1alpha1/namespaces/horizon-production/rollouts/dispute-service";

/** What 200 changed rows a flush, and a rollout that changes with each, cost the browser on the pages people watch. */
export async function benchFlush(context: BrowserContext, horizon: Horizon, cookie: string): Promise<string> {
  const cluster = openLabCluster(horizon.kubeconfig, "admin@production");
  await createProbes(cluster);
  const rows: string[][] = [];
  for (const [page, path] of Object.entries(consolePages).filter(([name]) => watchedPages.has(name)))
    rows.push(formatRow(page, await benchPage(context, horizon, cookie, cluster, path)));
  const head = [
    "page",
    "flushes",
    "rows a flush",
    "main thread ms a flush",
    "script ms",
    "style and layout ms",
    "on CPUs that idle between",
  ];
  return `${markdownTable(head, rows)}\n\nMessages of a real run, played to the page by themselves, ${machineLoad()}.`;
}

interface PageFlush {
  idle: FlushFigures;
  awake: FlushFigures;
}

async function benchPage(
  context: BrowserContext,
  horizon: Horizon,
  cookie: string,
  cluster: LabCluster,
  path: string,
): Promise<PageFlush> {
  const topics = await topicsOf(context, horizon.consoleUrl + path);
  const recorded = await record({ baseUrl: horizon.opsServerUrl, cookie, topics }, cluster);
  const playback = await startPlayback(horizon.consoleUrl, recorded, flushMs);
  const startChanges = () => {
    const stop = playback.play();
    // What a page asks anew must have changed.
    const timer = setInterval(() => void changeRollout(cluster), flushMs);
    return () => {
      clearInterval(timer);
      return stop();
    };
  };
  const measure = () => measureFlush(context, playback.url + path, playMs, startChanges);
  try {
    const idle = await measure();
    const letSleep = keepCpusAwake();
    const awake = await measure().finally(letSleep);
    return { idle, awake };
  } finally {
    await playback.close();
  }
}

function changeRollout(cluster: LabCluster): Promise<void> {
  const annotations = { "bench.horizon/changed-at": `${performance.now()}` };
  return kubectlRequest(cluster, "PATCH", watchedRollout, { metadata: { annotations } });
}

/** What the page subscribes to once all of it stands. */
async function topicsOf(context: BrowserContext, url: string): Promise<string[]> {
  const page = await context.newPage();
  let input = "{}";
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith("/live.subscribe")) input = searchParams.get("input") ?? input;
  });
  await page.goto(url, { waitUntil: "load" });
  await delay(2000);
  await page.close();
  const { topics } = JSON.parse(input) as { topics?: string[] };
  if (!topics) throw new Error(`${url} subscribed to nothing.`);
  return topics;
}

async function record(
  reader: Parameters<typeof recordFlushes>[0],
  cluster: LabCluster,
): Promise<readonly RecordedFlush[]> {
  const recording = recordFlushes(reader);
  const until = performance.now() + recordMs;
  for (let sequence = 1; performance.now() < until; ) {
    const burst = Array.from({ length: probeCount }, () => moveProbe(cluster, sequence++));
    await Promise.all([...burst, changeRollout(cluster), delay(flushMs)]);
  }
  return keepFullest(recording.stop());
}

/** A flush that a tick cut in two is not one of 200 changes: the half with fewer rows is left out. */
function keepFullest(flushes: readonly RecordedFlush[]): readonly RecordedFlush[] {
  const most = Math.max(0, ...flushes.map(({ rows }) => rows));
  return flushes.filter(({ rows }) => rows >= most * 0.75);
}

function formatRow(page: string, { idle, awake }: PageFlush): string[] {
  return [
    page,
    `${awake.flushes}`,
    awake.rowsPerFlush.toFixed(0),
    awake.mainThreadMs.toFixed(1),
    awake.scriptMs.toFixed(1),
    awake.layoutMs.toFixed(1),
    idle.mainThreadMs.toFixed(1),
  ];
}
