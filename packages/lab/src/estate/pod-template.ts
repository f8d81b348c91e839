import type { Container, PodTemplateSpec, Toleration } from "../kubernetes/controllers/pod.ts";
import { imageOf } from "./image.ts";
import type { CatalogService } from "./service-catalog.ts";

/** Also the label that the console reads a version from. */
export const VERSION_LABEL = "app.kubernetes.io/version";

/** Shorter than the default of 300 s: with three replicas, a lost node must not halve a service for five minutes. */
const LOST_NODE_TOLERATION_SECONDS = 30;

export function labelsOf({ name, tier }: CatalogService): Record<string, string> {
  return {
    app: name,
    tier,
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/part-of": "horizon",
    "app.kubernetes.io/managed-by": "kustomize",
  };
}

/** The pods of a service at a version, as the strategy's manifest has them. */
export function podTemplate(service: CatalogService, version: string): PodTemplateSpec {
  return {
    metadata: {
      labels: { ...labelsOf(service), [VERSION_LABEL]: version },
      annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "3000" },
    },
    spec: {
      serviceAccountName: serviceAccountOf(service),
      terminationGracePeriodSeconds: 30,
      containers: [mainContainer(service, version), ...(service.database ? [pooler()] : [])],
      tolerations: ["not-ready", "unreachable"].map(
        (fault): Toleration => ({
          key: `node.kubernetes.io/${fault}`,
          operator: "Exists",
          effect: "NoExecute",
          tolerationSeconds: LOST_NODE_TOLERATION_SECONDS,
        }),
      ),
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: { app: service.name } },
        },
      ],
    },
  };
}

export function serviceAccountOf({ name, tier }: CatalogService): string {
  return tier === "api" ? "horizon-api" : `horizon-${name.replace(/-service$/, "")}`;
}

function mainContainer({ name }: CatalogService, version: string): Container {
  return {
    name,
    image: imageOf(name, version),
    ports: [{ name: "http", containerPort: 3000, protocol: "TCP" }],
    env: [
      { name: "NODE_ENV", value: "production" },
      { name: "DATABASE_URL", valueFrom: { secretKeyRef: { name: "horizon-secrets", key: "database-url" } } },
      { name: "REDIS_URL", valueFrom: { secretKeyRef: { name: "horizon-secrets", key: "redis-url" } } },
    ],
    envFrom: [{ configMapRef: { name: "horizon-config" } }],
    resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
    livenessProbe: {
      httpGet: { path: "/health/live", port: 3000 },
      initialDelaySeconds: 30,
      periodSeconds: 10,
    },
    readinessProbe: {
      httpGet: { path: "/health/ready", port: 3000 },
      initialDelaySeconds: 5,
      periodSeconds: 5,
    },
  };
}

function pooler(): Container {
  return {
    name: "pgbouncer",
    image: imageOf("pgbouncer", "1.24.1"),
    ports: [{ name: "postgres", containerPort: 6432, protocol: "TCP" }],
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "200m", memory: "128Mi" } },
    readinessProbe: { tcpSocket: { port: 6432 }, initialDelaySeconds: 1, periodSeconds: 5 },
  };
}
