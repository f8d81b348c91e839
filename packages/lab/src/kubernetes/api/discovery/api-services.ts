import { METRICS_SERVER } from "../../store/defaults/api-service-status.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { ResourceRegistry } from "../../store/resource-registry.ts";
import { type GroupVersion, groupVersions } from "./discovery-documents.ts";

const API_SERVICES = "apiservices.apiregistration.k8s.io";

const nameOf = ({ group, version }: GroupVersion) => `${version}.${group}`;

function newApiService({ group, version }: GroupVersion) {
  const isMetrics = group === "metrics.k8s.io";
  return {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: {
      name: nameOf({ group, version }),
      ...(isMetrics ? {} : { labels: { "kube-aggregator.kubernetes.io/automanaged": "onstart" } }),
    },
    spec: {
      ...(group ? { group } : {}),
      version,
      groupPriorityMinimum: group ? 17_000 : 18_000,
      versionPriority: version === "v1" ? 15 : 9,
      ...(isMetrics ? { service: METRICS_SERVER, insecureSkipTLSVerify: true } : {}),
    },
  };
}

/** Says which group versions the cluster serves: once for each, also for those that came since. */
export function registerApiServices(store: ObjectStore, registry: ResourceRegistry): void {
  for (const groupVersion of groupVersions(registry)) {
    if (!store.find(API_SERVICES, null, nameOf(groupVersion)))
      store.create(API_SERVICES, newApiService(groupVersion));
  }
}

export function unregisterApiService(store: ObjectStore, groupVersion: GroupVersion): void {
  if (store.find(API_SERVICES, null, nameOf(groupVersion)))
    store.delete(API_SERVICES, null, nameOf(groupVersion));
}
