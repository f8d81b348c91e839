import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../world/clock.ts";
import type { PodMetrics } from "../runtime/pod-metrics.ts";
import { type LabelSelector, matchesSelector } from "../selectors/label-selector.ts";
import type { KubeObject, ObjectStore, ResourceName } from "../store/object-store.ts";
import { type Controller, ownKey, type ReconcileKey, type ReconcileResult } from "./controller-runtime.ts";
import { createEventRecorder } from "./event-recorder.ts";
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus } from "./horizontal-pod-autoscaler.ts";
import { hpaConditions } from "./hpa-conditions.ts";
import { type Measurement, measure } from "./hpa-measurement.ts";
import { normalizeReplicas, type TimedReplicas } from "./hpa-replicas.ts";
import { isPodActive, kubeTime, type Pod } from "./pod.ts";

const SYNC_MS = 15_000;
const MEMORY_MS = 3_600_000;

interface ScaleTarget extends KubeObject {
  spec: { replicas?: number; selector: LabelSelector };
}

/** What the real controller keeps in memory of one autoscaler. */
interface History {
  recommendations: TimedReplicas[];
  changes: TimedReplicas[];
}

const TARGETS: Record<string, ResourceName> = {
  Deployment: "deployments.apps",
  ReplicaSet: "replicasets.apps",
  Rollout: "rollouts.argoproj.io",
};

/** Scales workloads by their pods' CPU and memory, every 15 s. */
export function createHpaController(options: {
  store: ObjectStore;
  clock: Clock;
  metrics: PodMetrics;
}): Controller {
  const { store, clock, metrics } = options;
  const record = createEventRecorder({ store, clock, component: "horizontal-pod-autoscaler" });
  const histories = new Map<string, History>();
  const syncedMs = new Map<string, { timeMs: number; generation: unknown }>();

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const id = `${namespace}/${name}`;
    const hpa = store.find<HorizontalPodAutoscaler>("horizontalpodautoscalers.autoscaling", namespace, name);
    if (!hpa) {
      histories.delete(id);
      syncedMs.delete(id);
      return;
    }
    // Its own status writes come back as events; only time and changes of the spec count.
    const last = syncedMs.get(id);
    const sinceMs = last && last.generation === hpa.spec ? clock.now() - last.timeMs : SYNC_MS;
    if (sinceMs < SYNC_MS) return { requeueAfterMs: SYNC_MS - sinceMs };
    syncedMs.set(id, { timeMs: clock.now(), generation: hpa.spec });
    sync(hpa, historyOf(id));
    return { requeueAfterMs: SYNC_MS };
  }

  function sync(hpa: HorizontalPodAutoscaler, history: History): void {
    const { namespace = "" } = hpa.metadata;
    const { kind, name } = hpa.spec.scaleTargetRef;
    const resource = TARGETS[kind];
    const target = resource && store.find<ScaleTarget>(resource, namespace, name);
    if (!target) {
      const message = `the HPA controller was unable to get the target's current scale: ${kind} "${name}" not found`;
      record(hpa, { type: "Warning", reason: "FailedGetScale", message });
      writeStatus(hpa, {
        desiredReplicas: 0,
        conditions: hpaConditions({ hpa, nowMs: clock.now(), outcome: { kind: "no-target", message } }),
      });
      return;
    }
    const current = target.spec.replicas ?? 1;
    if (current === 0) {
      const conditions = hpaConditions({ hpa, nowMs: clock.now(), outcome: { kind: "disabled" } });
      writeStatus(hpa, { currentReplicas: 0, desiredReplicas: 0, conditions });
      return;
    }
    const pods = store
      .list<Pod>("pods", { namespace })
      .filter((pod) => matchesSelector(target.spec.selector, pod.metadata.labels) && isPodActive(pod));
    scale(hpa, { resource, target, current }, measure(hpa, pods, current, metrics), history);
  }

  function scale(
    hpa: HorizontalPodAutoscaler,
    { resource, target, current }: { resource: ResourceName; target: ScaleTarget; current: number },
    measurement: Measurement,
    history: History,
  ): void {
    const nowMs = clock.now();
    const { minReplicas = 1, maxReplicas, behavior } = hpa.spec;
    history.recommendations.push({ timeMs: nowMs, replicas: measurement.replicas });
    const normalized = normalizeReplicas({
      current,
      wanted: measurement.replicas,
      minReplicas,
      maxReplicas,
      behavior,
      ...history,
      nowMs,
    });
    const rescaled = normalized.replicas !== current;
    if (rescaled) {
      store.update<ScaleTarget>(resource, {
        ...target,
        spec: { ...target.spec, replicas: normalized.replicas },
      });
      history.changes.push({ timeMs: nowMs, replicas: normalized.replicas - current });
      const message = `New size: ${normalized.replicas}; reason: ${rescaleReason(normalized.replicas, current, measurement)}`;
      record(hpa, { type: "Normal", reason: "SuccessfulRescale", message });
    }
    forgetBefore(history, nowMs - MEMORY_MS);
    const lastScaleTime = rescaled ? kubeTime(nowMs) : hpa.status?.lastScaleTime;
    writeStatus(hpa, {
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      currentReplicas: current,
      desiredReplicas: normalized.replicas,
      currentMetrics: measurement.currentMetrics,
      conditions: hpaConditions({
        hpa,
        nowMs,
        outcome: { kind: "scaled", rescaled, normalized, metric: measurement.metric },
      }),
    });
  }

  function writeStatus({ metadata }: HorizontalPodAutoscaler, status: HorizontalPodAutoscalerStatus): void {
    const resource = "horizontalpodautoscalers.autoscaling";
    const hpa = store.find<HorizontalPodAutoscaler>(resource, metadata.namespace ?? "", metadata.name);
    if (hpa && !isDeepStrictEqual(status, hpa.status)) store.updateStatus(resource, { ...hpa, status });
  }

  function historyOf(id: string): History {
    const history = histories.get(id) ?? { recommendations: [], changes: [] };
    histories.set(id, history);
    return history;
  }

  return {
    name: "hpa",
    reconcile,
    watches: [{ resource: "horizontalpodautoscalers.autoscaling", map: ownKey }],
  };
}

function rescaleReason(replicas: number, current: number, { metric }: Measurement): string {
  if (replicas < current) return "All metrics below target";
  return `${metric} resource utilization (percentage of request) above target`;
}

function forgetBefore(history: History, timeMs: number): void {
  history.recommendations = history.recommendations.filter((entry) => entry.timeMs > timeMs);
  history.changes = history.changes.filter((entry) => entry.timeMs > timeMs);
}
