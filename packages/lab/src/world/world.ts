import { setBulkPods, startChurn } from "../estate/bulk.ts";
import {
  CLUSTERS,
  type ClusterEstate,
  type ClusterName,
  clusterFoundation,
  clusterWorkloads,
} from "../estate/cluster-estate.ts";
import { createObjects } from "../estate/estate-object.ts";
import type { ContainerRuntime } from "../kubernetes/api/container-runtime.ts";
import { createFaults, type Faults } from "../kubernetes/api/faults.ts";
import type { LogSource } from "../kubernetes/api/log-source.ts";
import {
  type ControllerManager,
  createControllerManager,
  type ReconcileKey,
} from "../kubernetes/controllers/controller-runtime.ts";
import { registerBuiltInControllers } from "../kubernetes/controllers/register-built-in-controllers.ts";
import { registerRolloutController } from "../kubernetes/rollouts/register-rollout-controller.ts";
import { type BehaviourRules, createBehaviourRules } from "../kubernetes/runtime/behaviour-rules.ts";
import { createSimulatedContainers } from "../kubernetes/runtime/container/simulated-containers.ts";
import { createNodeFaults, type NodeFaults } from "../kubernetes/runtime/node-faults.ts";
import { createPodMetrics, type PodMetrics } from "../kubernetes/runtime/pod-metrics.ts";
import { seedOf } from "../kubernetes/runtime/seeded-random.ts";
import { createSimulatedLogs } from "../kubernetes/runtime/simulated-logs.ts";
import { createObjectStore } from "../kubernetes/store/create-object-store.ts";
import { createResourceRegistry, type ResourceRegistry } from "../kubernetes/store/resource-registry.ts";
import type { VersionedObjectStore } from "../kubernetes/store/versioned-object-store.ts";
import type { Clock } from "./clock.ts";
import { createServiceMetricSource } from "./service-metrics.ts";
import { createTraffic, type Traffic } from "./traffic.ts";

/** One simulated cluster: its state and what works on it. Its API server is put in front separately. */
export interface WorldCluster {
  estate: ClusterEstate;
  registry: ResourceRegistry;
  store: VersionedObjectStore;
  manager: ControllerManager;
  nodeFaults: NodeFaults;
  /** What is wrong with its API server. */
  apiFaults: Faults;
  logs: LogSource;
  /** What its kubelets do inside of pods. */
  containers: ContainerRuntime;
  /** What its pods use. */
  metrics: PodMetrics;
}

export interface WorldOptions {
  clock: Clock;
  seed: number;
  /** Errors of controllers, which go on by themselves. */
  onControllerError?: (error: unknown, controller: string, key: ReconcileKey) => void;
}

/** Everything that the lab simulates, without the network in front of it. */
export interface World {
  clock: Clock;
  rules: BehaviourRules;
  traffic: Traffic;
  clusters: Record<ClusterName, WorldCluster>;
  /** Creates nodes, settings, rights and workloads at the given versions in every cluster, and starts the controllers. */
  boot(versions?: Record<string, string>): void;
  /** So many pods in the load namespace, and so many changes of their Deployments a second. */
  setLoad(load: { pods: number; changesPerSecond: number }): void;
  stop(): void;
}

/** Silence after which a node counts as lost: shorter than a real cluster's, so that people see it happen. */
const NODE_GRACE_MS = 10_000;

/** Builds the three clusters of the estate, empty and with nothing running. */
export function createWorld(options: WorldOptions): World {
  const { clock, seed } = options;
  const rules = createBehaviourRules();
  const production = CLUSTERS.find(({ name }) => name === "production") as ClusterEstate;
  const traffic = createTraffic(production.namespace);
  const built = CLUSTERS.map((estate) => [
    estate.name,
    createCluster(estate, { ...options, rules, traffic }),
  ]);
  const clusters = Object.fromEntries(built) as Record<ClusterName, WorldCluster>;
  let stopChurn: (() => void) | undefined;

  return {
    clock,
    rules,
    traffic,
    clusters,
    boot(versions) {
      for (const { estate, store, manager } of Object.values(clusters)) {
        createObjects(store, [...clusterFoundation(estate), ...clusterWorkloads(estate, versions)]);
        manager.start();
      }
    },
    setLoad({ pods, changesPerSecond }) {
      const { store } = clusters.production;
      stopChurn?.();
      setBulkPods(store, pods);
      stopChurn = changesPerSecond > 0 ? startChurn({ store, clock, changesPerSecond, seed }) : undefined;
    },
    stop() {
      stopChurn?.();
      for (const { manager } of Object.values(clusters)) manager.stop();
    },
  };
}

function createCluster(
  estate: ClusterEstate,
  options: WorldOptions & { rules: BehaviourRules; traffic: Traffic },
): WorldCluster {
  const { clock, rules, traffic, onControllerError } = options;
  const seed = seedOf(options.seed, estate.name);
  const registry = createResourceRegistry();
  // Each cluster counts from elsewhere, so that a version of one is never taken for a version of another.
  const store = createObjectStore({ clock, registry, startVersion: 100_000 + (seed % 900_000) });
  const manager = createControllerManager({
    store,
    clock,
    ...(onControllerError ? { onError: onControllerError } : {}),
  });
  const nodeFaults = createNodeFaults();
  const metrics = createPodMetrics({ store, clock, rules, load: traffic, seed });
  registerBuiltInControllers(manager, {
    store,
    clock,
    rules,
    faults: nodeFaults,
    metrics,
    seed,
    nodeGraceMs: NODE_GRACE_MS,
  });
  registerRolloutController(manager, {
    store,
    clock,
    metricSource: createServiceMetricSource({ store, rules, seed }),
  });
  return {
    estate,
    registry,
    store,
    manager,
    nodeFaults,
    apiFaults: createFaults(),
    logs: createSimulatedLogs({ store, clock, rules }),
    metrics,
    containers: createSimulatedContainers({ store, clock, faults: nodeFaults }),
  };
}
