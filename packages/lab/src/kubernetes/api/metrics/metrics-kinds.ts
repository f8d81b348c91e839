import type { Clock } from "../../../world/clock.ts";
import { parseQuantity } from "../../controllers/quantity.ts";
import type { KubeObject, ObjectStore } from "../../store/object-store.ts";
import { toTimestamp } from "../../store/object-writes.ts";
import { objectsAt, textAt } from "../../store/read-path.ts";
import type { ResourceKind, ResourceView } from "../../store/resource-kind.ts";
import { createUsageSamples, RESOLUTION_MS, type Usage } from "./usage-samples.ts";
import type { UsageSource } from "./usage-source.ts";

const GROUP = "metrics.k8s.io";
/** What a node uses beside its pods: kubelet, container runtime, kernel. */
const NODE_OVERHEAD: Usage = { cpuCores: 0.08, memoryBytes: 640 * 1024 * 1024 };

const toUsage = ({ cpuCores, memoryBytes }: Usage) => ({
  cpu: `${Math.round(cpuCores * 1e9)}n`,
  memory: `${Math.round(memoryBytes / 1024)}Ki`,
});

/** The pod's usage as its containers share it: by what they request, evenly where none does. */
function containersOf(pod: KubeObject, usage: Usage): object[] {
  const containers = objectsAt(pod, ["spec", "containers"]);
  const shares = (resource: string) => {
    const requests = containers.map((container) =>
      parseQuantity(textAt(container, ["resources", "requests", resource]) ?? "0"),
    );
    const total = requests.reduce((sum, request) => sum + request, 0);
    return requests.map((request) => (total > 0 ? request / total : 1 / containers.length));
  };
  const [cpu, memory] = [shares("cpu"), shares("memory")];
  return containers.map(({ name }, index) => ({
    name,
    usage: toUsage({
      cpuCores: usage.cpuCores * (cpu[index] ?? 0),
      memoryBytes: usage.memoryBytes * (memory[index] ?? 0),
    }),
  }));
}

/** `pods` and `nodes` of metrics.k8s.io/v1beta1 over what runs in the store: read only, and as old as its last round. */
export function metricsKinds(store: () => ObjectStore, source: UsageSource, clock: Clock): ResourceKind[] {
  const samples = createUsageSamples(source, clock);
  const metricsOf = (kind: string, { metadata }: KubeObject, content: object): KubeObject => {
    const { name, namespace, labels } = metadata;
    const time = toTimestamp(samples.sampledMs());
    return {
      kind,
      apiVersion: `${GROUP}/v1beta1`,
      metadata: {
        name,
        ...(namespace ? { namespace } : {}),
        labels,
        creationTimestamp: time,
      } as KubeObject["metadata"],
      timestamp: time,
      window: `${RESOLUTION_MS / 1000}s`,
      ...content,
    } as KubeObject;
  };
  const podsOn = (node: string) =>
    store()
      .list("pods")
      .filter((pod) => textAt(pod, ["spec", "nodeName"]) === node);
  function nodeUsage(name: string): Usage {
    const total = { ...NODE_OVERHEAD };
    for (const pod of podsOn(name)) {
      const sample = samples.sampleOf(pod);
      total.cpuCores += sample?.cpuCores ?? 0;
      total.memoryBytes += sample?.memoryBytes ?? 0;
    }
    return total;
  }
  const isReady = (node: KubeObject) =>
    objectsAt(node, ["status", "conditions"]).some(
      ({ type, status }) => type === "Ready" && status === "True",
    );

  const define = (kind: string, view: ResourceView, namespaced: boolean): ResourceKind => ({
    resource: `${view.of}.${GROUP}`,
    group: GROUP,
    version: "v1beta1",
    kind,
    plural: view.of,
    singular: "",
    shortNames: [],
    categories: [],
    namespaced,
    subresources: [],
    custom: false,
    generation: "none",
    verbs: ["get", "list"],
    view,
  });
  const same = (object: KubeObject) => object;
  return [
    define(
      "NodeMetrics",
      {
        of: "nodes",
        toView: (node) => metricsOf("NodeMetrics", node, { usage: toUsage(nodeUsage(node.metadata.name)) }),
        fromView: same,
        isLive: true,
        includes: isReady,
      },
      false,
    ),
    define(
      "PodMetrics",
      {
        of: "pods",
        toView: (pod) =>
          metricsOf("PodMetrics", pod, {
            containers: containersOf(pod, samples.sampleOf(pod) ?? { cpuCores: 0, memoryBytes: 0 }),
          }),
        fromView: same,
        isLive: true,
        includes: (pod) => samples.sampleOf(pod) !== undefined,
      },
      true,
    ),
  ];
}
