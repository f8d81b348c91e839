import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

export interface ServiceMetrics {
  readonly registry: Registry;
  observeRequest(operation: string, status: number, seconds: number): void;
  /** A business event: `horizon_<name>_total`. Names are written once, in code; labels are closed unions. */
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void;
}

/** What Prometheus and Datadog read at /metrics. Each service has a registry of its own, so tests may run several. */
export function createServiceMetrics(service: string): ServiceMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "http_server_requests_total",
    help: "Requests answered",
    labelNames: ["operation", "status"],
    registers: [registry],
  });
  const duration = new Histogram({
    name: "http_server_request_duration_seconds",
    help: "Time to the end of the answer",
    labelNames: ["operation"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const counters = new Map<string, Counter>();
  return {
    registry,
    observeRequest(operation, status, seconds) {
      requests.inc({ operation, status: `${status}` });
      duration.observe({ operation }, seconds);
    },
    count(name, labels = {}, by = 1) {
      let counter = counters.get(name);
      if (counter === undefined) {
        counter = new Counter({
          name: `horizon_${name}_total`,
          help: name.replaceAll("_", " "),
          labelNames: Object.keys(labels),
          registers: [registry],
        });
        counters.set(name, counter);
      }
      counter.inc(labels, by);
    },
  };
}
