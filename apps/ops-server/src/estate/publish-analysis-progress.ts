import type { LiveHub } from "../live/live-hub.ts";
import type { Estate } from "./estate.ts";

const intervalMs = 1_000;

/**
 * Tells those who look at a rollout that its analysis has a new measurement. Measurements are in AnalysisRuns, which
 * are no rows of a list and so do not come as row changes. Returns a function that ends it.
 */
export function publishAnalysisProgress(estate: Estate, hub: LiveHub): () => void {
  const seen = new Map<string, string>();
  function check(): void {
    for (const { cache } of estate.listClusters()) {
      for (const row of cache.rows.table("rollout").values()) {
        if (row.analysis === null) continue;
        const runs = cache.index.listAnalysisRuns(row.key);
        const versions = runs.map(({ metadata }) => metadata.resourceVersion).join();
        if (seen.get(row.key) === versions) continue;
        seen.set(row.key, versions);
        hub.publish({ topic: `rollout:${row.environment}/${row.namespace}/${row.name}`, type: "invalidate" });
      }
    }
  }
  const timer = setInterval(check, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
