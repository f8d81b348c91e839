import { isDeepStrictEqual } from "node:util";
import type { KubeObject, ObjectStore, StoreEvent } from "../store/object-store.ts";
import { type Controller, ownKey, type ReconcileKey } from "./controller-runtime.ts";
import { isPodActive, isPodReady, type Pod } from "./pod.ts";

/** core/v1 Service, as far as its endpoints need it. */
export interface Service extends KubeObject {
  spec: {
    selector?: Record<string, string>;
    ports?: { name?: string; port: number; targetPort?: number | string; protocol?: string }[];
    type?: string;
    clusterIP?: string;
  };
}

/** core/v1 Endpoints. */
export interface Endpoints extends KubeObject {
  subsets?: {
    addresses?: EndpointAddress[];
    notReadyAddresses?: EndpointAddress[];
    ports: { name?: string; port: number; protocol: string }[];
  }[];
}

interface EndpointAddress {
  ip: string;
  nodeName?: string;
  targetRef: { kind: "Pod"; name: string; namespace: string; uid: string };
}

/** Lists the pods behind each Service, ready or not. */
export function createEndpointsController({ store }: { store: ObjectStore }): Controller {
  function reconcile({ namespace, name }: ReconcileKey): undefined {
    const service = store.find<Service>("services", namespace, name);
    const known = store.find<Endpoints>("endpoints", namespace, name);
    if (!service?.spec.selector) {
      if (!service && known) store.delete("endpoints", namespace, name);
      return;
    }
    const pods = store.list<Pod>("pods", { namespace, labels: service.spec.selector }).filter(isPodActive);
    const subsets = subsetsOf(service, pods);
    const labels = service.metadata.labels;
    if (!known) {
      const metadata = { name, namespace, ...(labels ? { labels } : {}) };
      store.create<Endpoints>("endpoints", { apiVersion: "v1", kind: "Endpoints", metadata, subsets });
    } else if (!isDeepStrictEqual(subsets, known.subsets ?? [])) {
      store.update<Endpoints>("endpoints", { ...known, subsets });
    }
  }

  function servicesOf({ object, previous }: StoreEvent): ReconcileKey[] {
    const pod = object as Pod;
    const before = previous as Pod | undefined;
    const changed = !before || endpointState(before) !== endpointState(pod);
    if (!changed) return [];
    const { namespace = "" } = pod.metadata;
    const labelSets = [pod.metadata.labels, before?.metadata.labels];
    return store
      .list<Service>("services", { namespace })
      .filter(({ spec }) => labelSets.some((labels) => spec.selector && selects(spec.selector, labels)))
      .map(({ metadata }) => ({ namespace, name: metadata.name }));
  }

  return {
    name: "endpoints",
    reconcile,
    watches: [
      { resource: "services", map: ownKey },
      { resource: "pods", map: servicesOf },
    ],
  };
}

function subsetsOf({ spec }: Service, pods: readonly Pod[]): NonNullable<Endpoints["subsets"]> {
  const withAddress = pods.filter(({ status }) => status?.podIP !== undefined);
  if (withAddress.length === 0) return [];
  const addresses = withAddress.filter(isPodReady).map(addressOf);
  const notReadyAddresses = withAddress.filter((pod) => !isPodReady(pod)).map(addressOf);
  const ports = (spec.ports ?? []).map(({ name, port, targetPort, protocol = "TCP" }) => ({
    ...(name === undefined ? {} : { name }),
    port: typeof targetPort === "number" ? targetPort : port,
    protocol,
  }));
  return [
    {
      ...(addresses.length > 0 ? { addresses } : {}),
      ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
      ports,
    },
  ];
}

function addressOf({ metadata, spec, status }: Pod): EndpointAddress {
  return {
    ip: status?.podIP ?? "",
    ...(spec.nodeName === undefined ? {} : { nodeName: spec.nodeName }),
    targetRef: { kind: "Pod", name: metadata.name, namespace: metadata.namespace ?? "", uid: metadata.uid },
  };
}

/** What of a pod shows in its endpoints. */
function endpointState(pod: Pod): string {
  const labels = JSON.stringify(pod.metadata.labels ?? {});
  return [pod.status?.podIP, isPodReady(pod), isPodActive(pod), labels].join("|");
}

function selects(selector: Record<string, string>, labels: Record<string, string> | undefined): boolean {
  return Object.entries(selector).every(([key, value]) => labels?.[key] === value);
}
