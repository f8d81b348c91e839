import type { IntOrString, LabelSelector, ObjectMeta } from "./object-meta.ts";
import type { Condition, PodTemplateSpec } from "./workload.ts";

interface AnalysisRef {
  templates?: AnalysisTemplateRef[];
}

interface AnalysisTemplateRef {
  templateName: string;
  /** A ClusterAnalysisTemplate. */
  clusterScope?: boolean;
}

export interface CanaryStep {
  setWeight?: number;
  /** `duration`: integer seconds, "30" seconds or a Go duration; none waits for a person. */
  pause?: { duration?: IntOrString };
  setCanaryScale?: { replicas?: number; weight?: number; matchTrafficWeight?: boolean };
  analysis?: AnalysisRef;
  experiment?: {
    duration?: string;
    templates?: { name: string; specRef?: string; weight?: number }[];
    analyses?: AnalysisTemplateRef[];
  };
  /** Without a match the route of that name is taken away again. */
  setHeaderRoute?: { name?: string; match?: unknown[] | null };
  setMirrorRoute?: { name?: string; percentage?: number; match?: unknown[] | null };
  plugin?: { name: string };
}

interface CanaryStrategy {
  steps?: CanaryStep[];
  maxSurge?: IntOrString;
  maxUnavailable?: IntOrString;
  stableService?: string;
  canaryService?: string;
  trafficRouting?: { maxTrafficWeight?: number; [provider: string]: unknown };
  dynamicStableScale?: boolean;
  minPodsPerReplicaSet?: number;
  scaleDownDelaySeconds?: number;
  abortScaleDownDelaySeconds?: number;
  analysis?: AnalysisRef & { startingStep?: number };
}

export interface RolloutSpec {
  replicas?: number;
  paused?: boolean;
  restartAt?: string;
  selector?: LabelSelector;
  template?: PodTemplateSpec;
  workloadRef?: { apiVersion?: string; kind: string; name: string };
  templateResolvedFromRef?: boolean;
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
  rollbackWindow?: { revisions?: number };
  strategy?: {
    canary?: CanaryStrategy;
    blueGreen?: {
      activeService?: string;
      previewService?: string;
      prePromotionAnalysis?: AnalysisRef;
      postPromotionAnalysis?: AnalysisRef;
      /** It promotes by itself unless this is false, after as many seconds. */
      autoPromotionEnabled?: boolean;
      autoPromotionSeconds?: number;
      abortScaleDownDelaySeconds?: number;
      previewReplicaCount?: number;
    };
  };
}

interface RolloutAnalysisRunStatus {
  name: string;
  status: string;
  message?: string;
}

interface RolloutWeight {
  weight: number;
  podTemplateHash?: string;
  serviceName?: string;
}

export interface RolloutStatus {
  phase?: string;
  message?: string;
  /** A string, unlike that of the built-in kinds. */
  observedGeneration?: string;
  workloadObservedGeneration?: string;
  currentStepIndex?: number | null;
  currentStepHash?: string;
  currentPodHash?: string;
  stableRS?: string;
  pauseConditions?: { reason: string; startTime: string }[] | null;
  controllerPause?: boolean;
  abort?: boolean;
  abortedAt?: string;
  promoteFull?: boolean;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  HPAReplicas?: number;
  restartedAt?: string;
  conditions?: Condition[];
  canary?: {
    weights?: {
      canary: RolloutWeight;
      stable: RolloutWeight;
      additional?: RolloutWeight[];
      verified?: boolean;
    } | null;
    currentStepAnalysisRunStatus?: RolloutAnalysisRunStatus | null;
    currentBackgroundAnalysisRunStatus?: RolloutAnalysisRunStatus | null;
    currentExperiment?: string;
  };
  blueGreen?: {
    activeSelector?: string;
    previewSelector?: string;
    prePromotionAnalysisRunStatus?: RolloutAnalysisRunStatus | null;
    postPromotionAnalysisRunStatus?: RolloutAnalysisRunStatus | null;
  };
}

export interface Rollout {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  spec: RolloutSpec;
  status?: RolloutStatus;
}

interface AnalysisMeasurement {
  phase: string;
  message?: string;
  value?: string;
  startedAt?: string;
  finishedAt?: string;
}

interface AnalysisMetricSpec {
  name: string;
  interval?: string;
  count?: IntOrString;
  successCondition?: string;
  failureCondition?: string;
  failureLimit?: IntOrString;
  inconclusiveLimit?: IntOrString;
}

export interface AnalysisRun {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  spec: {
    metrics?: AnalysisMetricSpec[];
    terminate?: boolean;
    args?: { name: string; value?: string }[];
    /** Names of metrics that decide nothing, as regular expressions. */
    dryRun?: { metricName: string }[];
  };
  status?: {
    phase?: string;
    message?: string;
    startedAt?: string;
    completedAt?: string;
    metricResults?: {
      name: string;
      phase: string;
      message?: string;
      dryRun?: boolean;
      count?: number;
      successful?: number;
      failed?: number;
      inconclusive?: number;
      error?: number;
      measurements?: AnalysisMeasurement[];
    }[];
  };
}
