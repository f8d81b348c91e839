import { createControllerManager } from "../kubernetes/controllers/controller-runtime.ts";
import { registerBuiltInControllers } from "../kubernetes/controllers/register-built-in-controllers.ts";
import { type BehaviourRules, createBehaviourRules } from "../kubernetes/runtime/behaviour-rules.ts";
import { createNodeFaults, type NodeFaults } from "../kubernetes/runtime/node-faults.ts";
import { createPodMetrics } from "../kubernetes/runtime/pod-metrics.ts";
import { type ApiServerFixture, startApiServer } from "./api-server-fixture.ts";

export interface RunningCluster extends ApiServerFixture {
  rules: BehaviourRules;
  nodeFaults: NodeFaults;
  /** A node of 4 cores, 16 GiB and 110 pods more. */
  addNode(name: string, labels?: Record<string, string>): void;
}

/** An API server with controllers at work and one node, `n`, whose kubelet is quick. Errors of controllers are thrown by `close`. */
export async function startRunningCluster(
  options: Parameters<typeof startApiServer>[0] = {},
): Promise<RunningCluster> {
  const fixture = await startApiServer(options);
  const { store, clock } = fixture;
  const errors: unknown[] = [];
  const manager = createControllerManager({ store, clock, onError: (error) => errors.push(error) });
  const rules = createBehaviourRules();
  const load = { cpuDemandCores: () => undefined };
  const metrics = createPodMetrics({ store, clock, rules, load, seed: 1 });
  const faults = createNodeFaults();
  // What is tested is what kubectl sees, not how long a start takes.
  const brief = [20, 60] as const;
  const latencies = {
    ...{ sandboxMs: brief, pullMs: brief, startupMs: brief },
    ...{ initMs: brief, taskMs: brief, stopMs: brief },
  };
  registerBuiltInControllers(manager, { store, clock, rules, faults, metrics, seed: 1, latencies });
  function addNode(name: string, labels: Record<string, string> = {}): void {
    const allocatable = { cpu: "4", memory: "16Gi", pods: "110" };
    const metadata = { name, labels: { "kubernetes.io/hostname": name, ...labels } };
    store.create("nodes", { apiVersion: "v1", kind: "Node", metadata, spec: {}, status: { allocatable } });
  }
  addNode("n");
  manager.start();
  return {
    ...fixture,
    rules,
    nodeFaults: faults,
    addNode,
    async close() {
      manager.stop();
      await fixture.close();
      if (errors.length > 0) throw new AggregateError(errors, "controllers failed");
    },
  };
}
