import { createManualClock } from "../../../world/clock.ts";
import { createControllerManager } from "../../controllers/controller-runtime.ts";
import type { KubeEvent } from "../../controllers/event-recorder.ts";
import { kubeTime, type Pod } from "../../controllers/pod.ts";
import { createReplicaSetController } from "../../controllers/replica-set-controller.ts";
import { createObjectStore } from "../../store/create-object-store.ts";
import type { KubeObject, StoreEvent } from "../../store/object-store.ts";
import { createResourceRegistry } from "../../store/resource-registry.ts";
import type { MetricQuery } from "../analysis/metric-source.ts";
import type { AnalysisRun, Metric } from "../model/analysis-object.ts";
import {
  desiredReplicas,
  podTemplateHashOf,
  type ReplicaSet,
  revisionOf,
} from "../model/replica-set-object.ts";
import type { CanaryStrategy, Rollout, RolloutSpec, RolloutStatus } from "../model/rollout-object.ts";
import { registerRolloutController } from "../register-rollout-controller.ts";

const NAMESPACE = "shop";
const NAME = "api";
const POD_READY_MS = 2000;
const POD_GONE_MS = 1000;

export interface RolloutClusterOptions {
  canary?: CanaryStrategy;
  spec?: Partial<RolloutSpec>;
}

/** One revision's ReplicaSet at a glance. */
export interface RevisionCounts {
  revision: number;
  desired: number;
  available: number;
}

export type RolloutCluster = ReturnType<typeof createRolloutCluster>;

/**
 * A cluster in memory with one Rollout, the real store and controllers, and pods that become ready after 2 s and are gone
 * 1 s after their deletion. Time moves only through `advance`.
 */
export function createRolloutCluster({ canary = {}, spec = {} }: RolloutClusterOptions = {}) {
  const clock = createManualClock();
  const store = createObjectStore({ clock, registry: createResourceRegistry() });
  const errors: unknown[] = [];
  const manager = createControllerManager({ store, clock, onError: (error) => errors.push(error) });
  let isPodReady = (_image: string) => true;
  let metric: (query: MetricQuery) => number | number[] | null | Error = () => 1;
  manager.register(createReplicaSetController({ store, clock }));
  registerRolloutController(manager, {
    store,
    clock,
    metricSource: { measure: (query) => metric(query) },
  });
  simulatePods((pod) => isPodReady(pod.spec.containers[0]?.image ?? ""));
  manager.start();

  function simulatePods(becomesReady: (pod: Pod) => boolean): void {
    store.subscribe("pods", ({ type, object }: StoreEvent) => {
      const { name, deletionTimestamp } = object.metadata;
      if (type === "ADDED") clock.schedule(POD_READY_MS, () => markReady(name, becomesReady));
      if (type === "MODIFIED" && deletionTimestamp !== undefined) {
        clock.schedule(POD_GONE_MS, () => {
          if (store.find("pods", NAMESPACE, name))
            store.delete("pods", NAMESPACE, name, { gracePeriodSeconds: 0 });
        });
      }
    });
  }

  function markReady(name: string, becomesReady: (pod: Pod) => boolean): void {
    const pod = store.find<Pod>("pods", NAMESPACE, name);
    if (!pod || pod.metadata.deletionTimestamp !== undefined || !becomesReady(pod)) return;
    const lastTransitionTime = kubeTime(clock.now());
    const status = {
      ...pod.status,
      phase: "Running" as const,
      conditions: [{ type: "Ready", status: "True" as const, lastTransitionTime }],
    };
    store.updateStatus<Pod>("pods", { ...pod, status });
  }

  function create(resource: string, kind: string, name: string, body: Record<string, unknown>): void {
    store.create(resource, { apiVersion: "v1", kind, metadata: { name, namespace: NAMESPACE }, ...body });
  }

  function rollout(): Rollout {
    const found = store.find<Rollout>("rollouts.argoproj.io", NAMESPACE, NAME);
    if (!found) throw new Error("the Rollout is gone");
    return found;
  }

  const status = (): RolloutStatus => rollout().status ?? {};

  /** A JSON merge patch of `/status`: null removes a field. */
  function patchStatus(patch: Record<string, unknown>): void {
    const merged = Object.entries({ ...status(), ...patch }).filter(([, value]) => value !== null);
    store.updateStatus("rollouts.argoproj.io", { ...rollout(), status: Object.fromEntries(merged) });
  }

  function patchSpec(patch: Partial<RolloutSpec>): void {
    const current = rollout();
    store.update<Rollout>("rollouts.argoproj.io", { ...current, spec: { ...current.spec, ...patch } });
  }

  const replicaSets = () =>
    store
      .list<ReplicaSet>("replicasets.apps", { namespace: NAMESPACE })
      .sort((left, right) => revisionOf(left) - revisionOf(right));

  return {
    store,
    clock,
    manager,
    errors,
    namespace: NAMESPACE,
    rollout,
    status,
    patchStatus,
    patchSpec,
    replicaSets,
    /** Creates the Rollout and waits until its first revision is up. */
    deploy() {
      create("rollouts.argoproj.io", "Rollout", NAME, { spec: rolloutSpec(canary, spec) });
      clock.advance(10_000);
    },
    create,
    createService: (name: string) =>
      create("services", "Service", name, { spec: { selector: { app: NAME } } }),
    createTemplate: (name: string, metrics: Metric[], args: { name: string; value?: string }[] = []) =>
      create("analysistemplates.argoproj.io", "AnalysisTemplate", name, { spec: { metrics, args } }),
    setImage: (image: string) => patchSpec({ template: podTemplate(image) }),
    advance: (durationMs: number) => clock.advance(durationMs),
    measureWith(measure: (query: MetricQuery) => number | number[] | null | Error) {
      metric = measure;
    },
    podsReadyWhen(predicate: (image: string) => boolean) {
      isPodReady = predicate;
    },
    revisions: (): RevisionCounts[] =>
      replicaSets().map((replicaSet) => ({
        revision: revisionOf(replicaSet),
        desired: desiredReplicas(replicaSet),
        available: replicaSet.status?.availableReplicas ?? 0,
      })),
    hashOf: (revision: number) =>
      podTemplateHashOf(replicaSets().find((found) => revisionOf(found) === revision)),
    analysisRuns: () => store.list<AnalysisRun>("analysisruns.argoproj.io", { namespace: NAMESPACE }),
    pods: () => store.list<Pod>("pods", { namespace: NAMESPACE }),
    serviceHash: (name: string) =>
      store.find<KubeObject & { spec: { selector: Record<string, string> } }>("services", NAMESPACE, name)
        ?.spec.selector["rollouts-pod-template-hash"],
    events: () =>
      store
        .list<KubeEvent>("events", { namespace: NAMESPACE })
        .filter(({ involvedObject }) => involvedObject.kind === "Rollout"),
    eventReasons(): string[] {
      return [...new Set(this.events().map(({ reason }) => reason))];
    },
  };
}

function podTemplate(image: string) {
  return { metadata: { labels: { app: NAME } }, spec: { containers: [{ name: NAME, image }] } };
}

function rolloutSpec(canary: CanaryStrategy, overrides: Partial<RolloutSpec>): RolloutSpec {
  return {
    replicas: 4,
    selector: { matchLabels: { app: NAME } },
    template: podTemplate("v1"),
    strategy: { canary },
    ...overrides,
  };
}
