import { accessObjects } from "./access.ts";
import { analysisTemplates } from "./analysis-templates.ts";
import type { Manifest } from "./estate-object.ts";
import { type NodePoolSizes, nodes } from "./nodes.ts";
import { serviceAccountOf } from "./pod-template.ts";
import { type CatalogService, currentRelease, SERVICES } from "./service-catalog.ts";
import {
  autoscaler,
  deployment,
  disruptionBudget,
  networking,
  rollout,
  type WorkloadPlacement,
} from "./workloads.ts";

export type ClusterName = "production" | "staging" | "dr";

export interface ClusterEstate {
  name: ClusterName;
  region: string;
  /** Where the services run. */
  namespace: string;
  /** Where customers reach them. The recovery region takes the name of production over. */
  apiHost: string;
  nodePools: NodePoolSizes;
  replicas: (service: CatalogService) => number;
}

/** The strategy's three environments, each in a cluster of its own. */
export const CLUSTERS: readonly ClusterEstate[] = [
  {
    name: "production",
    region: "us-east-1",
    namespace: "horizon-production",
    apiHost: "api.horizon.example",
    nodePools: { general: 4, memory: 2 },
    replicas: ({ replicas }) => replicas,
  },
  {
    name: "staging",
    region: "us-east-1",
    namespace: "horizon-staging",
    apiHost: "api.staging.horizon.example",
    nodePools: { general: 2, memory: 0 },
    replicas: ({ stagingReplicas }) => stagingReplicas,
  },
  {
    name: "dr",
    region: "us-west-2",
    namespace: "horizon-dr",
    apiHost: "api.horizon.example",
    nodePools: { general: 2, memory: 0 },
    replicas: ({ drReplicas }) => drReplicas,
  },
];

/** Where load tests put their workloads. */
export const LOAD_NAMESPACE = "horizon-load";

/** Everything of a cluster but its workloads: nodes, namespaces, identities, settings, rights. */
export function clusterFoundation({ name, region, namespace, nodePools }: ClusterEstate): Manifest[] {
  const namespaces = ["default", "kube-system", "horizon-system", namespace];
  if (name === "production") namespaces.push(LOAD_NAMESPACE);
  const accounts = new Set(["default", ...SERVICES.map(serviceAccountOf)]);
  return [
    ...namespaces.map(namespaceObject),
    ...nodes(region, nodePools),
    serviceAccount("horizon-system", "ops-server"),
    ...[...accounts].map((account) => serviceAccount(namespace, account)),
    ...settings(namespace, region),
    ...accessObjects(),
    ...(name === "staging" ? [] : analysisTemplates(namespace)),
  ];
}

/** The workloads of a cluster at given versions; a service without one gets its current release. */
export function clusterWorkloads(estate: ClusterEstate, versions: Record<string, string> = {}): Manifest[] {
  return SERVICES.flatMap((service) => {
    const placement: WorkloadPlacement = {
      namespace: estate.namespace,
      apiHost: estate.apiHost,
      service: estate.name === "staging" ? { ...service, progressive: false } : service,
      version: versions[service.name] ?? currentRelease(service),
      replicas: estate.replicas(service),
    };
    const workload = placement.service.progressive ? rollout(placement) : deployment(placement);
    const guards = estate.name === "production" ? [autoscaler(placement), disruptionBudget(placement)] : [];
    return [...networking(placement), workload, ...guards];
  });
}

function namespaceObject(name: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
}

function serviceAccount(namespace: string, name: string): Manifest {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } };
}

/** Values that point nowhere: nothing in the lab connects with them. */
function settings(namespace: string, region: string): Manifest[] {
  const secret = (text: string) => Buffer.from(text).toString("base64");
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "horizon-config", namespace },
      data: { AWS_REGION: region, LOG_LEVEL: "info", REPORT_TIMEOUT_MS: "8000" },
    },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "horizon-secrets", namespace },
      type: "Opaque",
      data: {
        "database-url": secret("postgresql://lab@pgbouncer.invalid:6432/horizon"),
        "redis-url": secret("redis://redis.invalid:6379"),
      },
    },
  ];
}
