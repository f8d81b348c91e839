import type { IntOrString, LabelSelector, ObjectMeta } from "./object-meta.ts";

interface ResourceRequirements {
  requests?: Record<string, string>;
  limits?: Record<string, string>;
}

export interface Container {
  name: string;
  image?: string;
  /** `Always` on an init container makes it a sidecar. */
  restartPolicy?: string;
  resources?: ResourceRequirements;
  [field: string]: unknown;
}

export interface PodTemplateSpec {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: { containers?: Container[]; initContainers?: Container[]; [field: string]: unknown };
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
}

export interface Deployment {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  spec: {
    replicas?: number;
    paused?: boolean;
    selector?: LabelSelector;
    template: PodTemplateSpec;
    revisionHistoryLimit?: number;
    progressDeadlineSeconds?: number;
    strategy?: { type?: string; rollingUpdate?: { maxSurge?: IntOrString; maxUnavailable?: IntOrString } };
  };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    conditions?: Condition[];
  };
}

export interface ReplicaSet {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  spec: { replicas?: number; selector?: LabelSelector; template?: PodTemplateSpec };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    conditions?: Condition[];
  };
}

export interface HorizontalPodAutoscaler {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  spec: {
    scaleTargetRef: { apiVersion?: string; kind: string; name: string };
    minReplicas?: number;
    maxReplicas: number;
    metrics?: HpaMetric[];
  };
  status?: {
    currentReplicas?: number;
    desiredReplicas?: number;
    lastScaleTime?: string;
    /** The API server writes null before there is one. */
    currentMetrics?: HpaMetric[] | null;
    conditions?: Condition[] | null;
  };
}

export interface HpaMetricValue {
  type?: string;
  averageUtilization?: number;
  averageValue?: string;
  value?: string;
}

interface HpaMetricReading {
  target?: HpaMetricValue;
  current?: HpaMetricValue;
}

interface NamedHpaMetric extends HpaMetricReading {
  metric: { name: string; selector?: LabelSelector };
  describedObject?: { kind: string; name: string };
}

export interface HpaMetric {
  type: string;
  resource?: HpaMetricReading & { name: string };
  containerResource?: HpaMetricReading & { name: string; container: string };
  pods?: NamedHpaMetric;
  object?: NamedHpaMetric;
  external?: NamedHpaMetric;
}

export interface PodDisruptionBudget {
  metadata: ObjectMeta;
  spec?: { selector?: LabelSelector; minAvailable?: IntOrString; maxUnavailable?: IntOrString };
  status?: {
    currentHealthy?: number;
    desiredHealthy?: number;
    disruptionsAllowed?: number;
    expectedPods?: number;
  };
}

/** A label that Deployments (`pod-template-hash`) and Rollouts put on the ReplicaSets and pods of one template. */
export const deploymentHashLabel = "pod-template-hash";
export const rolloutHashLabel = "rollouts-pod-template-hash";
export const deploymentRevisionAnnotation = "deployment.kubernetes.io/revision";
export const rolloutRevisionAnnotation = "rollout.argoproj.io/revision";
