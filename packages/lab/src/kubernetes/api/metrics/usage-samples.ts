import type { Clock } from "../../../world/clock.ts";
import type { KubeObject } from "../../store/object-store.ts";
import { objectsAt, textAt } from "../../store/read-path.ts";
import type { UsageSource } from "./usage-source.ts";

/** metrics-server's `--metric-resolution`: nothing is newer than its last round. */
export const RESOLUTION_MS = 15_000;

export interface Usage {
  cpuCores: number;
  memoryBytes: number;
}

export interface UsageSamples {
  /** When the last round was. */
  sampledMs(): number;
  /** Undefined for a pod that does not run, or had not run for a whole window at the last round. */
  sampleOf(pod: KubeObject): Usage | undefined;
}

function runningSinceMs(pod: KubeObject): number | undefined {
  const starts = objectsAt(pod, ["status", "containerStatuses"]).map((status) =>
    Date.parse(textAt(status, ["state", "running", "startedAt"]) ?? ""),
  );
  const last = Math.max(...starts);
  return Number.isFinite(last) ? last : undefined;
}

/** Measures each pod once a round, when it is first asked for. */
export function createUsageSamples(source: UsageSource, clock: Clock): UsageSamples {
  let roundMs = 0;
  const samples = new Map<string, Usage>();

  function sampledMs(): number {
    const nowMs = Math.floor(clock.now() / RESOLUTION_MS) * RESOLUTION_MS;
    if (nowMs !== roundMs) samples.clear();
    roundMs = nowMs;
    return nowMs;
  }
  return {
    sampledMs,
    sampleOf(pod) {
      const sinceMs = runningSinceMs(pod);
      if (sinceMs === undefined || sinceMs > sampledMs() - RESOLUTION_MS) return undefined;
      const known = samples.get(pod.metadata.uid);
      const sample = known ?? source.usageOf(pod);
      if (!known) samples.set(pod.metadata.uid, sample);
      return sample;
    },
  };
}
