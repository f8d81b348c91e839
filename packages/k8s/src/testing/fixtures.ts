import type { Service } from "../kubernetes/cluster-objects.ts";
import type { ObjectMeta } from "../kubernetes/object-meta.ts";
import type { Pod } from "../kubernetes/pod.ts";
import type { CanaryStep, Rollout, RolloutSpec, RolloutStatus } from "../kubernetes/rollout.ts";
import {
  type Deployment,
  type HorizontalPodAutoscaler,
  type PodTemplateSpec,
  type ReplicaSet,
  rolloutHashLabel,
  rolloutRevisionAnnotation,
} from "../kubernetes/workload.ts";

const createdAt = "2026-01-05T09:00:00Z";
export const namespace = "horizon-test";

export function metadataOf(name: string, rest: Partial<ObjectMeta> = {}): ObjectMeta {
  return {
    name,
    namespace,
    uid: `uid-${name}`,
    resourceVersion: "10",
    generation: 2,
    creationTimestamp: createdAt,
    ...rest,
  };
}

export function templateOf(version: string, rest: PodTemplateSpec["spec"] = {}): PodTemplateSpec {
  return {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "web", image: `registry.example/web:${version}` }], ...rest },
  };
}

export const defaultSteps: CanaryStep[] = [
  { setWeight: 25 },
  { pause: {} },
  { analysis: { templates: [{ templateName: "success-rate" }] } },
  { setWeight: 50 },
  { pause: { duration: "10m" } },
  { setWeight: 100 },
];

export interface RolloutFixture {
  steps?: CanaryStep[];
  canary?: NonNullable<RolloutSpec["strategy"]>["canary"];
  spec?: Partial<RolloutSpec>;
  status?: RolloutStatus;
  metadata?: Partial<ObjectMeta>;
}

/** A canary of 8 pods at its first pause, unless told otherwise. */
export function rolloutOf({
  steps = defaultSteps,
  canary,
  spec,
  status,
  metadata,
}: RolloutFixture = {}): Rollout {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: metadataOf("web", metadata),
    spec: {
      replicas: 8,
      template: templateOf("2.0.0"),
      strategy: { canary: { steps, maxSurge: 1, maxUnavailable: 0, ...canary } },
      ...spec,
    },
    status: {
      observedGeneration: "2",
      phase: "Paused",
      message: "CanaryPauseStep",
      currentPodHash: "new",
      stableRS: "old",
      currentStepIndex: 1,
      controllerPause: true,
      pauseConditions: [{ reason: "CanaryPauseStep", startTime: "2026-01-05T10:00:00Z" }],
      replicas: 8,
      updatedReplicas: 2,
      readyReplicas: 8,
      availableReplicas: 8,
      conditions: [],
      ...status,
    },
  };
}

/** A blue-green rollout whose new version stands beside the active one and waits for promotion. */
export function blueGreenOf(status: RolloutStatus = {}): Rollout {
  return rolloutOf({
    spec: { strategy: { blueGreen: { activeService: "web", previewService: "web-preview" } } },
    status: {
      message: "BlueGreenPause",
      pauseConditions: [{ reason: "BlueGreenPause", startTime: "2026-01-05T10:00:00Z" }],
      blueGreen: { activeSelector: "old", previewSelector: "new" },
      replicas: 16,
      updatedReplicas: 8,
      readyReplicas: 16,
      availableReplicas: 16,
      ...status,
    },
  });
}

export function replicaSetOf(
  hash: string,
  counts: { replicas: number; available?: number },
  options: { revision?: number; version?: string; owner?: { kind: string; name: string } } = {},
): ReplicaSet {
  const { revision = 1, version = "1.0.0", owner = { kind: "Rollout", name: "web" } } = options;
  const template = templateOf(version);
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: metadataOf(`${owner.name}-${hash}`, {
      labels: { app: "web", [rolloutHashLabel]: hash },
      annotations: { [rolloutRevisionAnnotation]: String(revision) },
      ownerReferences: [
        { apiVersion: "v1", kind: owner.kind, name: owner.name, uid: `uid-${owner.name}`, controller: true },
      ],
    }),
    spec: {
      replicas: counts.replicas,
      template: { ...template, metadata: { labels: { app: "web", [rolloutHashLabel]: hash } } },
    },
    status: { replicas: counts.replicas, availableReplicas: counts.available ?? counts.replicas },
  };
}

export const canaryReplicaSets = () => [
  replicaSetOf("old", { replicas: 6 }, { revision: 1, version: "1.0.0" }),
  replicaSetOf("new", { replicas: 2 }, { revision: 2, version: "2.0.0" }),
];

export function deploymentOf(
  rest: {
    spec?: Partial<Deployment["spec"]>;
    status?: Deployment["status"];
    metadata?: Partial<ObjectMeta>;
  } = {},
): Deployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadataOf("web", rest.metadata),
    spec: { replicas: 3, template: templateOf("1.0.0"), ...rest.spec },
    status: {
      observedGeneration: 2,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      ...rest.status,
    },
  };
}

export function podOf(
  name: string,
  rest: { metadata?: Partial<ObjectMeta>; spec?: Pod["spec"]; status?: Pod["status"] } = {},
): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadataOf(name, rest.metadata),
    spec: {
      nodeName: "node-a",
      containers: [{ name: "web", resources: { requests: { cpu: "250m", memory: "256Mi" } } }],
      ...rest.spec,
    },
    status: {
      phase: "Running",
      conditions: [{ type: "Ready", status: "True" }],
      containerStatuses: [{ name: "web", ready: true, restartCount: 0, state: { running: {} } }],
      ...rest.status,
    },
  };
}

export function hpaOf(
  minReplicas: number,
  maxReplicas: number,
  target = { kind: "Rollout", name: "web" },
): HorizontalPodAutoscaler {
  return {
    metadata: metadataOf("web-hpa"),
    spec: {
      scaleTargetRef: target,
      minReplicas,
      maxReplicas,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { averageUtilization: 70 } } }],
    },
    status: {
      currentReplicas: 8,
      desiredReplicas: 8,
      currentMetrics: [{ type: "Resource", resource: { name: "cpu", current: { averageUtilization: 63 } } }],
    },
  };
}

export function serviceOf(name: string): Service {
  return {
    metadata: metadataOf(name),
    spec: { type: "ClusterIP", selector: { app: name }, ports: [{ port: 80 }] },
  };
}
