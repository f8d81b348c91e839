import type { KubeObject } from "../store/object-store.ts";
import type { Condition, Pod, PodSpec, Toleration } from "./pod.ts";
import { parseQuantity } from "./quantity.ts";

/** core/v1 Node. */
export interface Node extends KubeObject {
  spec: { unschedulable?: boolean; taints?: Taint[]; providerID?: string };
  status?: {
    capacity?: Record<string, string>;
    allocatable?: Record<string, string>;
    conditions?: Condition[];
    addresses?: { type: string; address: string }[];
    nodeInfo?: Record<string, string>;
  };
}

export interface Taint {
  key: string;
  value?: string;
  effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  timeAdded?: string;
}

/** What pods ask of a node and a node has: cores, bytes, pods. */
export interface Resources {
  cpu: number;
  memory: number;
  pods: number;
}

const requestsOfSpec = new WeakMap<PodSpec, Resources>();

/** The sum of the containers' requests; sidecars count, plain init containers do not (theirs are never larger here). */
export function podRequests({ spec }: Pod): Resources {
  const known = requestsOfSpec.get(spec);
  if (known) return known;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  const requests: Resources = { cpu: 0, memory: 0, pods: 1 };
  for (const { resources } of [...spec.containers, ...sidecars]) {
    requests.cpu += parseQuantity(resources?.requests?.cpu ?? "0");
    requests.memory += parseQuantity(resources?.requests?.memory ?? "0");
  }
  requestsOfSpec.set(spec, requests);
  return requests;
}

const allocatableOfNode = new WeakMap<Node, Resources>();

/** What a node has for pods. Stored objects never change, so it is computed once for each. */
export function allocatable(node: Node): Resources {
  const known = allocatableOfNode.get(node);
  if (known) return known;
  const { cpu = "0", memory = "0", pods = "110" } = node.status?.allocatable ?? node.status?.capacity ?? {};
  const resources = { cpu: parseQuantity(cpu), memory: parseQuantity(memory), pods: parseQuantity(pods) };
  allocatableOfNode.set(node, resources);
  return resources;
}

/** The toleration of a pod for a taint, if it has one. */
export function findToleration(pod: Pod, taint: Taint): Toleration | undefined {
  return pod.spec.tolerations?.find(
    ({ key, operator = "Equal", value = "", effect }) =>
      (effect === undefined || effect === taint.effect) &&
      (key === undefined ? operator === "Exists" : key === taint.key) &&
      (operator === "Exists" || value === (taint.value ?? "")),
  );
}
