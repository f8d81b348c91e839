import type { Estate, EstateObject } from "../estate.ts";

const object = (kind: string, name: string, containers: string[] = []): EstateObject => ({
  kind,
  name,
  namespace: "horizon-production",
  labels: { "app.kubernetes.io/name": name },
  containers,
});

/** Two workloads in one cluster, and one of each store: enough for a rule to be right or wrong. */
export const exampleEstate: Estate = {
  clusters: {
    production: {
      objects: [
        object("Rollout", "api-gateway", ["api-gateway"]),
        object("HorizontalPodAutoscaler", "api-gateway-hpa"),
        object("Service", "api-gateway"),
        object("Deployment", "worker-service", ["worker-service", "pgbouncer"]),
      ],
    },
  },
  regions: {
    "us-east-1": {
      databases: ["horizon-production"],
      caches: ["horizon-production"],
      documentClusters: [],
      clusters: { "horizon-production": ["general"] },
      instances: ["horizon-production-bastion"],
    },
  },
  domains: ["horizon.example"],
  databaseNames: ["horizon"],
  tables: ["worker.outbox", "customer.customers"],
};
