import type { KubeObject } from "../../store/object-store.ts";

/** What a pod uses now: where the metrics API reads from. */
export interface UsageSource {
  usageOf(pod: KubeObject): { cpuCores: number; memoryBytes: number };
}
