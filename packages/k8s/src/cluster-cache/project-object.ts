import { createHmac, randomBytes } from "node:crypto";
import type { EventRow } from "@horizon/contracts";
import type { ConfigFacts, NodeFacts } from "../changes/detect-change.ts";
import type { ConfigMap, KubeEvent, Node, Secret } from "../kubernetes/cluster-objects.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";
import { shortHash } from "../workloads/diff-json.ts";
import { cpuMillis, memoryMib } from "../workloads/quantity.ts";

/** The object without what nobody here reads and what makes it heavy. The parsed answer is ours to change. */
export function stripObject<Kind>(object: KubeObject): Kind {
  const { metadata } = object;
  delete metadata.managedFields;
  if (metadata.annotations) delete metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"];
  return object as Kind;
}

/** The row itself is what is kept: events are the most numerous objects of a cluster. */
export function projectEvent(event: KubeEvent, environment: string): EventRow {
  const { metadata, involvedObject } = event;
  const lastAt =
    event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? metadata.creationTimestamp;
  return {
    key: metadata.uid,
    environment,
    namespace: metadata.namespace ?? "",
    kind: involvedObject.kind ?? "",
    name: involvedObject.name ?? "",
    type: event.type ?? "Normal",
    reason: event.reason ?? "",
    message: event.message ?? "",
    count: event.series?.count ?? event.count ?? 1,
    firstAt: event.firstTimestamp ?? event.eventTime ?? metadata.creationTimestamp,
    lastAt,
  };
}

/** A node that does not say that it is ready is not; the reason is its own, or that its kubelet is silent. */
export function projectNode({ metadata, spec = {}, status = {} }: Node): NodeFacts {
  const ready = status.conditions?.find(({ type }) => type === "Ready");
  const labels = metadata.labels ?? {};
  return {
    uid: metadata.uid,
    name: metadata.name,
    ready: ready?.status === "True",
    unschedulable: spec.unschedulable === true,
    reason:
      ready?.status === "True" ? "" : (ready?.message ?? ready?.reason ?? "its kubelet does not report"),
    zone: labels["topology.kubernetes.io/zone"] ?? "",
    instanceType: labels["node.kubernetes.io/instance-type"] ?? "",
    kubeletVersion: status.nodeInfo?.kubeletVersion ?? "",
    allocatable: {
      cpuMillis: cpuMillis(status.allocatable?.cpu),
      memoryMib: memoryMib(status.allocatable?.memory),
      pods: Number(status.allocatable?.pods ?? 0),
    },
    resourceVersion: metadata.resourceVersion,
  };
}

/** Secrets are hashed under a key that lives and dies with the process: the hashes tell a change, not a value. */
const secretHashKey = randomBytes(32);

function hashValues(values: Record<string, string> | undefined, hash: (value: string) => string) {
  return Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, hash(value)]));
}

const configIdentity = ({ metadata }: KubeObject) => ({
  uid: metadata.uid,
  namespace: metadata.namespace ?? "",
  name: metadata.name,
  resourceVersion: metadata.resourceVersion,
  labels: metadata.labels ?? {},
});

/** Keys with short hashes of their values: a change can be told, the values are not kept. */
export function projectConfigMap(object: ConfigMap): ConfigFacts {
  const hashes = { ...hashValues(object.data, shortHash), ...hashValues(object.binaryData, shortHash) };
  return { ...configIdentity(object), kind: "ConfigMap", hashes };
}

/** As `projectConfigMap`, hashed under `secretHashKey`. */
export function projectSecret(object: Secret): ConfigFacts {
  const hash = (value: string) =>
    createHmac("sha256", secretHashKey).update(value).digest("hex").slice(0, 12);
  return { ...configIdentity(object), kind: "Secret", hashes: hashValues(object.data, hash) };
}
