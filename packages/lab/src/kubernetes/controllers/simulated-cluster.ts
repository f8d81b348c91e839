import { createManualClock, type ManualClock } from "../../world/clock.ts";
import { type BehaviourRules, createBehaviourRules } from "../runtime/behaviour-rules.ts";
import { createNodeFaults, type NodeFaults } from "../runtime/node-faults.ts";
import { createPodMetrics, type LoadModel } from "../runtime/pod-metrics.ts";
import { createObjectStore } from "../store/create-object-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { createResourceRegistry } from "../store/resource-registry.ts";
import { type ControllerManager, createControllerManager } from "./controller-runtime.ts";
import type { Deployment } from "./deployment.ts";
import type { Node } from "./node.ts";
import { isPodActive, type Pod, type PodTemplateSpec } from "./pod.ts";
import { registerBuiltInControllers } from "./register-built-in-controllers.ts";

/** A cluster on a manual clock, with two nodes and no API server in front. */
export interface SimulatedCluster {
  store: ObjectStore;
  clock: ManualClock;
  manager: ControllerManager;
  rules: BehaviourRules;
  faults: NodeFaults;
  errors: unknown[];
  applyDeployment(name: string, spec: Partial<Deployment["spec"]> & { image?: string }): Deployment;
  getDeployment(name: string): Deployment;
  pods(app: string): Pod[];
}

/** Starts every built-in controller; `load` sets the demand that autoscalers see. */
export function createSimulatedCluster(options: { load?: LoadModel; nodes?: number } = {}): SimulatedCluster {
  const { load = { cpuDemandCores: () => undefined }, nodes = 2 } = options;
  const clock = createManualClock();
  const store = createObjectStore({ clock, registry: createResourceRegistry() });
  const errors: unknown[] = [];
  const manager = createControllerManager({ store, clock, onError: (error) => errors.push(error) });
  const rules = createBehaviourRules();
  const faults = createNodeFaults();
  const metrics = createPodMetrics({ store, clock, rules, load, seed: 1 });
  registerBuiltInControllers(manager, { store, clock, rules, faults, metrics, seed: 1 });
  for (let index = 1; index <= nodes; index += 1) store.create<Node>("nodes", smallNode(`node-${index}`));
  manager.start();

  const getDeployment = (name: string) => {
    const found = store.find<Deployment>("deployments.apps", "test", name);
    if (!found) throw new Error(`no deployment ${name}`);
    return found;
  };
  return {
    store,
    clock,
    manager,
    rules,
    faults,
    errors,
    getDeployment,
    applyDeployment(name, { image, ...spec }) {
      const known = store.find<Deployment>("deployments.apps", "test", name);
      const template = image === undefined ? undefined : podTemplate(name, image);
      if (known) {
        return store.update<Deployment>("deployments.apps", {
          ...known,
          spec: { ...known.spec, ...spec, ...(template ? { template } : {}) },
        });
      }
      return store.create<Deployment>("deployments.apps", {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: "test" },
        spec: {
          selector: { matchLabels: { app: name } },
          template: podTemplate(name, image ?? "web:1"),
          ...spec,
        },
      });
    },
    pods: (app) => store.list<Pod>("pods", { namespace: "test", labels: { app } }).filter(isPodActive),
  };
}

function podTemplate(app: string, image: string): PodTemplateSpec {
  const resources = { requests: { cpu: "250m", memory: "512Mi" } };
  return { metadata: { labels: { app } }, spec: { containers: [{ name: app, image, resources }] } };
}

function smallNode(name: string) {
  const allocatable = { cpu: "4", memory: "16Gi", pods: "110" };
  return { apiVersion: "v1", kind: "Node", metadata: { name }, spec: {}, status: { allocatable } };
}
