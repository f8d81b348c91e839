import type { Clock } from "../../world/clock.ts";
import { podRequests } from "../controllers/node.ts";
import { isPodReady, type Pod } from "../controllers/pod.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { BehaviourRules } from "./behaviour-rules.ts";
import { createSeededRandom, seedOf } from "./seeded-random.ts";

/** What a pod uses now. */
export interface PodUsageSample {
  cpuCores: number;
  memoryBytes: number;
}

export interface PodMetrics {
  usageOf(pod: Pod): PodUsageSample;
}

/** Demand on a service in cores, shared by its ready pods; absent for what has no traffic of its own. */
export interface LoadModel {
  cpuDemandCores(namespace: string, app: string, nowMs: number): number | undefined;
}

export interface PodMetricsOptions {
  store: ObjectStore;
  clock: Clock;
  rules: BehaviourRules;
  load: LoadModel;
  seed: number;
}

const IDLE_CPU_SHARE = 0.4;
const MEMORY_SHARE = 0.45;
const JITTER_PERIOD_MS = 30_000;

/** Computes usage when it is asked for: from the load, the pods that share it, and jitter that only depends on the time. */
export function createPodMetrics({ store, clock, rules, load, seed }: PodMetricsOptions): PodMetrics {
  function servingPods(namespace: string, app: string): number {
    return store.list<Pod>("pods", { namespace, labels: { app } }).filter(isPodReady).length;
  }

  function usageOf(pod: Pod): PodUsageSample {
    const nowMs = clock.now();
    const { namespace = "", name, labels } = pod.metadata;
    const requests = podRequests(pod);
    const { cpuFactor = 1, memoryFactor = 1 } = rules.behaviourOf(pod);
    const app = labels?.app;
    const demand = app === undefined ? undefined : load.cpuDemandCores(namespace, app, nowMs);
    const share =
      demand === undefined
        ? requests.cpu * IDLE_CPU_SHARE
        : demand / Math.max(1, servingPods(namespace, app ?? ""));
    const random = createSeededRandom(seedOf(seed, name, Math.floor(nowMs / JITTER_PERIOD_MS)));
    const limit =
      pod.spec.containers[0]?.resources?.limits?.cpu === undefined
        ? Number.POSITIVE_INFINITY
        : requests.cpu * 4;
    return {
      cpuCores: Math.min(limit, share * cpuFactor * (0.92 + random() * 0.16)),
      memoryBytes: Math.round(requests.memory * MEMORY_SHARE * memoryFactor * (0.95 + random() * 0.1)),
    };
  }

  return { usageOf };
}
