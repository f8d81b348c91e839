import { serviceSchemas } from "@horizon/contracts/backend";
import { listRelayLag, type RelayLag } from "@horizon/db/worker";
import { Gauge } from "prom-client";
import type { WorkerContext } from "./context.ts";

/**
 * Consumer lag, read from the database when Prometheus asks: the figure is of all workers, not of this one. While the database is away it is
 * not known, and everything else is told.
 */
export function observeLag({ db, metrics, logger }: Pick<WorkerContext, "db" | "metrics" | "logger">): void {
  let reading: Promise<RelayLag[]> | null = null;
  /** The three gauges are collected at once and share one query. */
  function readLag(): Promise<RelayLag[]> {
    reading ??= listRelayLag(db, Object.values(serviceSchemas))
      .catch((error: unknown) => {
        logger.warn({ err: error }, "the lag of consumers is not known now");
        return [];
      })
      .finally(() => {
        reading = null;
      });
    return reading;
  }
  const gauge = (name: string, help: string, read: (lag: RelayLag) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ["source", "consumer"],
      registers: [metrics.registry],
      async collect() {
        const lags = await readLag();
        this.reset();
        for (const lag of lags) this.set({ source: lag.source, consumer: lag.consumer }, read(lag));
      },
    });
  gauge("horizon_outbox_pending", "Events that are not delivered yet", ({ pending }) => pending);
  gauge("horizon_outbox_dead_letters", "Events that wait for a person", ({ dead }) => dead);
  gauge(
    "horizon_outbox_lag_seconds",
    "Age of the oldest event that is not delivered",
    ({ lagSeconds }) => lagSeconds,
  );
}
