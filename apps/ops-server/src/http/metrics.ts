import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Estate } from "../estate/estate.ts";
import type { LiveHub } from "../live/live-hub.ts";

export interface Metrics {
  readonly contentType: string;
  /** In the text format of Prometheus. */
  read(): Promise<string>;
  /** Bytes of live messages, counted once for each stream they are written to. */
  countStreamBytes(bytes: number): void;
}

/** Event-loop delay, memory and CPU come from prom-client's defaults; the rest is what only we know. */
export function createMetrics(estate: Estate, hub: LiveHub): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const clusterGauge = (name: string, help: string, read: (stats: ClusterStats) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ["cluster"],
      registers: [registry],
      collect() {
        for (const { name: cluster, stats } of estate.listClusterStatus()) this.set({ cluster }, read(stats));
      },
    });
  clusterGauge("horizon_cluster_watches", "Watches open at the API server", ({ watches }) => watches);
  /** Of what is counted elsewhere since the start of the process. */
  const clusterCounter = (name: string, help: string, read: (stats: ClusterStats) => number) =>
    new Counter({
      name,
      help,
      labelNames: ["cluster"],
      registers: [registry],
      collect() {
        this.reset();
        for (const { name: cluster, stats } of estate.listClusterStatus()) this.inc({ cluster }, read(stats));
      },
    });
  clusterCounter("horizon_cluster_events_total", "Watch events received", ({ events }) => events);
  clusterCounter("horizon_cluster_relists_total", "Lists after the first", ({ relists }) => relists);
  clusterGauge("horizon_cluster_objects", "Objects held", ({ objects }) => objects);
  const hubGauge = (name: string, help: string, read: (stats: ReturnType<LiveHub["stats"]>) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(hub.stats()));
      },
    });
  hubGauge("horizon_live_subscribers", "Open live streams", ({ subscribers }) => subscribers);
  hubGauge(
    "horizon_live_journal_entries",
    "Changes that can be replayed",
    ({ journalEntries }) => journalEntries,
  );
  hubGauge("horizon_live_journal_bytes", "Their size, roughly", ({ journalBytes }) => journalBytes);
  new Counter({
    name: "horizon_live_flushed_rows_total",
    help: "Rows flushed to live streams",
    registers: [registry],
    collect() {
      this.reset();
      this.inc(hub.stats().flushedRows);
    },
  });
  const bytes = new Counter({
    name: "horizon_live_bytes_total",
    help: "Bytes written to live streams",
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    countStreamBytes: (count) => bytes.inc(count),
  };
}

type ClusterStats = ReturnType<Estate["listClusterStatus"]>[number]["stats"];
