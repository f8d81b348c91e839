import type { KubeObject } from "../../store/object-store.ts";
import type {
  AnalysisArgument,
  AnalysisPhase,
  DryRunMetric,
  MeasurementRetention,
} from "./analysis-object.ts";

/** argoproj.io/v1alpha1 Rollout, the fields that the canary machine reads and writes. */
export interface Rollout extends KubeObject {
  spec: RolloutSpec;
  status?: RolloutStatus;
}

export interface RolloutSpec {
  replicas?: number;
  selector?: { matchLabels?: Record<string, string> };
  template?: PodTemplate;
  workloadRef?: WorkloadRef;
  minReadySeconds?: number;
  paused?: boolean;
  restartAt?: string;
  progressDeadlineSeconds?: number;
  progressDeadlineAbort?: boolean;
  revisionHistoryLimit?: number;
  rollbackWindow?: { revisions?: number };
  analysis?: { successfulRunHistoryLimit?: number; unsuccessfulRunHistoryLimit?: number };
  strategy?: { canary?: CanaryStrategy; blueGreen?: Record<string, unknown> };
}

export interface WorkloadRef {
  apiVersion?: string;
  kind?: string;
  name?: string;
  scaleDown?: "never" | "onsuccess" | "progressively";
}

export interface PodTemplate {
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  spec?: unknown;
}

/** What is put on the pods of a version while it is the canary or stable. */
export interface PodTemplateMetadata {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface CanaryStrategy {
  steps?: CanaryStep[];
  canaryService?: string;
  stableService?: string;
  canaryMetadata?: PodTemplateMetadata;
  stableMetadata?: PodTemplateMetadata;
  maxSurge?: number | string;
  maxUnavailable?: number | string;
  trafficRouting?: Record<string, unknown> & { maxTrafficWeight?: number };
  dynamicStableScale?: boolean;
  minPodsPerReplicaSet?: number;
  scaleDownDelaySeconds?: number;
  scaleDownDelayRevisionLimit?: number;
  abortScaleDownDelaySeconds?: number;
  replicaProgressThreshold?: ReplicaProgressThreshold;
  analysis?: RolloutAnalysis & { startingStep?: number };
}

export interface ReplicaProgressThreshold {
  type: "Percentage" | "Pod";
  value: number;
}

export interface CanaryStep {
  setWeight?: number;
  pause?: { duration?: number | string };
  setCanaryScale?: SetCanaryScale;
  analysis?: RolloutAnalysis;
  experiment?: RolloutExperimentStep;
  setHeaderRoute?: { name?: string; [field: string]: unknown };
  setMirrorRoute?: { name?: string; [field: string]: unknown };
  plugin?: { name?: string; [field: string]: unknown };
}

export interface SetCanaryScale {
  replicas?: number;
  weight?: number;
  matchTrafficWeight?: boolean;
}

export interface TemplateRef {
  templateName: string;
  clusterScope?: boolean;
}

export interface RolloutAnalysis {
  templates?: TemplateRef[];
  args?: AnalysisArgument[];
  dryRun?: DryRunMetric[];
  measurementRetention?: MeasurementRetention[];
  analysisRunMetadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
}

export interface RolloutExperimentStep {
  templates: {
    name: string;
    specRef: "stable" | "canary";
    replicas?: number;
    weight?: number;
    service?: { name?: string };
    metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  }[];
  duration?: string | number;
  analyses?: {
    name: string;
    templateName: string;
    clusterScope?: boolean;
    args?: AnalysisArgument[];
    requiredForCompletion?: boolean;
  }[];
}

export type RolloutPhase = "Healthy" | "Degraded" | "Progressing" | "Paused";

export type PauseReason =
  | "CanaryPauseStep"
  | "InconclusiveAnalysisRun"
  | "InconclusiveExperiment"
  | "BlueGreenPause";

export interface PauseCondition {
  reason: PauseReason;
  startTime: string;
}

export type ConditionStatus = "True" | "False" | "Unknown";

export interface RolloutCondition {
  type: string;
  status: ConditionStatus;
  reason: string;
  message: string;
  lastTransitionTime: string;
  lastUpdateTime: string;
}

export interface WeightDestination {
  weight: number;
  podTemplateHash?: string;
  serviceName?: string;
}

export interface TrafficWeights {
  canary: WeightDestination;
  stable: WeightDestination;
  additional?: WeightDestination[];
  verified?: boolean;
}

export interface RunStatusReference {
  name: string;
  /** Empty until the run's own controller has seen it. */
  status: AnalysisPhase | "";
  message?: string;
}

export interface CanaryStatus {
  weights?: TrafficWeights;
  currentStepAnalysisRunStatus?: RunStatusReference;
  currentBackgroundAnalysisRunStatus?: RunStatusReference;
  currentExperiment?: string;
}

/** Whether the status speaks of the present spec. */
export function isSpecObserved({ metadata, status }: Rollout): boolean {
  return status?.observedGeneration === String(metadata.generation ?? 0);
}

/** `observedGeneration` is a string in this API, unlike everywhere else in Kubernetes. */
export interface RolloutStatus {
  abort?: boolean;
  abortedAt?: string;
  phase?: RolloutPhase;
  message?: string;
  observedGeneration?: string;
  workloadObservedGeneration?: string;
  currentPodHash?: string;
  currentStepHash?: string;
  currentStepIndex?: number;
  stableRS?: string;
  pauseConditions?: PauseCondition[];
  controllerPause?: boolean;
  promoteFull?: boolean;
  restartedAt?: string;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  HPAReplicas?: number;
  selector?: string;
  conditions?: RolloutCondition[];
  collisionCount?: number;
  blueGreen?: Record<string, unknown>;
  canary?: CanaryStatus;
}
