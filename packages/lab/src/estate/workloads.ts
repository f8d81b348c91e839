import type { Manifest } from "./estate-object.ts";
import { labelsOf, podTemplate } from "./pod-template.ts";
import type { CatalogService } from "./service-catalog.ts";

export interface WorkloadPlacement {
  namespace: string;
  apiHost: string;
  service: CatalogService;
  version: string;
  replicas: number;
}

const ROLLING = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };

export function deployment({ namespace, service, version, replicas }: WorkloadPlacement): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: service.name,
      namespace,
      labels: labelsOf(service),
      annotations: { "kubernetes.io/change-cause": `release ${version}` },
    },
    spec: {
      replicas,
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: 300,
      selector: { matchLabels: { app: service.name } },
      strategy: ROLLING,
      template: podTemplate(service, version),
    },
  };
}

/** The strategy's canary: a look at 10 %, analysis on the way, and a person before everybody gets it. */
export function rollout({ namespace, service, version, replicas }: WorkloadPlacement): Manifest {
  const { name, routing } = service;
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name, namespace, labels: labelsOf(service) },
    spec: {
      replicas,
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: 300,
      selector: { matchLabels: { app: name } },
      strategy: {
        canary: {
          // Without a router a stable Service would keep the callers in the cluster off the canary.
          ...(routing ? albRouting(name) : {}),
          maxSurge: 1,
          maxUnavailable: 0,
          steps: canarySteps(name),
        },
      },
      template: podTemplate(service, version),
    },
  };
}

function canarySteps(service: string): object[] {
  const analysis = {
    templates: [{ templateName: "success-rate" }, { templateName: "p95-latency" }],
    args: [
      { name: "service", value: service },
      { name: "canary-hash", valueFrom: { podTemplateHashValue: "Latest" } },
    ],
  };
  return [
    { setWeight: 10 },
    { analysis },
    { pause: {} },
    { setWeight: 25 },
    { pause: { duration: "2m" } },
    { setWeight: 50 },
    { analysis },
    { pause: {} },
  ];
}

function albRouting(service: string): object {
  return {
    stableService: service,
    canaryService: `${service}-canary`,
    trafficRouting: { alb: { ingress: service, servicePort: 80 } },
  };
}

/** The Services in front of a workload, and the Ingress that a router rewrites. */
export function networking(placement: WorkloadPlacement): Manifest[] {
  const { namespace, service } = placement;
  const { name, progressive, routing } = service;
  const labels = labelsOf(service);
  const names = progressive && routing ? [name, `${name}-canary`] : [name];
  const services = names.map(
    (serviceName): Manifest => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: serviceName, namespace, labels },
      spec: {
        type: "ClusterIP",
        selector: { app: name },
        ports: [{ name: "http", port: 80, targetPort: 3000, protocol: "TCP" }],
      },
    }),
  );
  return routing ? [...services, ingress(placement)] : services;
}

function ingress({ service, namespace, apiHost }: WorkloadPlacement): Manifest {
  const { name, progressive } = service;
  // Argo Rollouts keeps the weights in an annotation that the ALB controller reads for a port of this name.
  const port = progressive ? { name: "use-annotation" } : { number: 80 };
  const backend = { service: { name, port } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace, labels: labelsOf(service) },
    spec: {
      ingressClassName: "alb",
      rules: [{ host: apiHost, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
    },
  };
}

/** 3–20 in the strategy; here from each service's own replica count, at 70 % CPU and 80 % memory. */
export function autoscaler({ namespace, service, replicas }: WorkloadPlacement): Manifest {
  const metric = (name: string, averageUtilization: number) => ({
    type: "Resource",
    resource: { name, target: { type: "Utilization", averageUtilization } },
  });
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: `${service.name}-hpa`, namespace, labels: labelsOf(service) },
    spec: {
      scaleTargetRef: {
        apiVersion: service.progressive ? "argoproj.io/v1alpha1" : "apps/v1",
        kind: service.progressive ? "Rollout" : "Deployment",
        name: service.name,
      },
      minReplicas: replicas,
      maxReplicas: 20,
      metrics: [metric("cpu", 70), metric("memory", 80)],
    },
  };
}

export function disruptionBudget({ namespace, service }: WorkloadPlacement): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: service.name, namespace, labels: labelsOf(service) },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: service.name } } },
  };
}
