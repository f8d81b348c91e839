import { SERVICES } from "../estate/service-catalog.ts";
import type { LoadModel } from "../kubernetes/runtime/pod-metrics.ts";

/** The demand on production's services, which scenarios raise. */
export interface Traffic extends LoadModel {
  /** `wave` swings demand between calm and so many times of it; `null` is calm. */
  setWave(wave: { peak: number; periodMs: number } | null): void;
}

/** A pod's CPU request, with and without its pooler. */
const POD_CORES = { withPooler: 0.3, alone: 0.25 };
const CALM_UTILIZATION = 0.42;

/** Demand in proportion to each service's replica count, so that autoscalers are at rest while it is calm. */
export function createTraffic(namespace: string): Traffic {
  const calmCores = new Map(
    SERVICES.map(({ name, replicas, database }) => {
      const podCores = database ? POD_CORES.withPooler : POD_CORES.alone;
      return [name, replicas * podCores * CALM_UTILIZATION];
    }),
  );
  let wave: { peak: number; periodMs: number } | null = null;
  const factor = (nowMs: number) => {
    if (!wave) return 1;
    const swing = (1 - Math.cos((2 * Math.PI * nowMs) / wave.periodMs)) / 2;
    return 1 + (wave.peak - 1) * swing;
  };
  return {
    setWave(next) {
      wave = next;
    },
    cpuDemandCores(podNamespace, app, nowMs) {
      const calm = podNamespace === namespace ? calmCores.get(app) : undefined;
      return calm === undefined ? undefined : calm * factor(nowMs);
    },
  };
}
