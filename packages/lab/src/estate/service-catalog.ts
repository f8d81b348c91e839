/** One of the strategy's eight services, and how it is deployed. */
export interface CatalogService {
  name: string;
  /** The strategy's `tier` label. */
  tier: "api" | "core" | "async";
  /** Replicas in production; also the autoscaler's minimum. */
  replicas: number;
  stagingReplicas: number;
  drReplicas: number;
  /** Workers take no requests, so weights mean nothing to them: they are Deployments everywhere. */
  progressive: boolean;
  /** Behind the public load balancer, which splits traffic by weight; the others are called in the cluster: pods are the weight. */
  routing?: "alb";
  /** Talks to PostgreSQL through a pgbouncer sidecar. */
  database: boolean;
  /** Releases in order; the last one is what runs. */
  releases: readonly string[];
}

export const SERVICES: readonly CatalogService[] = [
  {
    name: "api-gateway",
    tier: "api",
    replicas: 3,
    stagingReplicas: 2,
    drReplicas: 1,
    progressive: true,
    routing: "alb",
    database: false,
    releases: ["2.13.1", "2.13.2", "2.14.0"],
  },
  {
    name: "auth-service",
    tier: "core",
    replicas: 2,
    stagingReplicas: 1,
    drReplicas: 1,
    progressive: true,
    database: true,
    releases: ["1.21.4"],
  },
  {
    name: "customer-service",
    tier: "core",
    replicas: 2,
    stagingReplicas: 1,
    drReplicas: 1,
    progressive: true,
    database: true,
    releases: ["3.6.0", "3.7.1"],
  },
  {
    name: "credit-service",
    tier: "core",
    replicas: 3,
    stagingReplicas: 2,
    drReplicas: 1,
    progressive: true,
    database: true,
    releases: ["4.1.7", "4.2.0", "4.2.1"],
  },
  {
    name: "dispute-service",
    tier: "core",
    replicas: 3,
    stagingReplicas: 1,
    drReplicas: 1,
    progressive: true,
    database: true,
    releases: ["1.30.2", "1.31.0", "1.32.0"],
  },
  {
    name: "billing-service",
    tier: "core",
    replicas: 2,
    stagingReplicas: 1,
    drReplicas: 0,
    progressive: true,
    database: true,
    releases: ["2.8.3"],
  },
  {
    name: "notification-service",
    tier: "async",
    replicas: 2,
    stagingReplicas: 1,
    drReplicas: 0,
    progressive: false,
    database: true,
    releases: ["1.11.0", "1.12.0"],
  },
  {
    name: "worker-service",
    tier: "async",
    replicas: 5,
    stagingReplicas: 1,
    drReplicas: 0,
    progressive: false,
    database: true,
    releases: ["5.0.2", "5.0.3", "5.1.0"],
  },
];

/** The release that waits at its first gate when the lab starts. */
export const WAITING_CANARY = { service: "dispute-service", version: "1.33.0" } as const;

/** @throws {RangeError} for a name that is not in the catalogue */
export function getService(name: string): CatalogService {
  const service = SERVICES.find((candidate) => candidate.name === name);
  if (!service) throw new RangeError(`No service is called "${name}"`);
  return service;
}

/** What runs in an environment that is up to date. */
export function currentRelease({ releases }: CatalogService): string {
  return releases.at(-1) ?? "0.0.0";
}
