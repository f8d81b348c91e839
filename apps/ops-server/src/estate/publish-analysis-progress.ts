import type { LiveHub } from "../live/live-hub.ts";
import type { Estate } from "./estate.ts";

const intervalMs = 1_000;

/**
 * Tells those who look at a rollout that its analysis has a new measurement. Measurements are in AnalysisRuns, which
 * are no rows of a list and so do not come as row changes. Returns a function that ends it.
 */
export function publishAnalysisProgress(estate: Estate, hub: LiveHub): () => void {
  let seen: ReadonlyMap<string, string> = new Map();
  function check(): void {
    const now = new Map<string, string>();
    for (const { cache } of estate.listClusters()) {
      for (const row of cache.rows.table("rollout").values()) {
        if (row.analysis === null) continue;
        const runs = cache.index.listAnalysisRuns(row.key);
        const versions = runs.map(({ metadata }) => metadata.resourceVersion).join();
        now.set(row.key, versions);
        if (seen.get(row.key) === versions) continue;
        hub.publish({ topic: `rollout:${row.environment}/${row.namespace}/${row.name}`, type: "invalidate" });
      }
    }
    // Those of rollouts that are gone, or analyse nothing any more, are forgotten.
    seen = now;
  }
  const timer = setInterval(check, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
