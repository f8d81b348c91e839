import type { KubeObject } from "../../store/object-store.ts";

export type AnalysisPhase = "Pending" | "Running" | "Successful" | "Failed" | "Error" | "Inconclusive";

export interface AnalysisArgument {
  name: string;
  value?: string;
  valueFrom?: {
    podTemplateHashValue?: "Latest" | "Stable";
    fieldRef?: { fieldPath: string };
    secretKeyRef?: { name: string; key: string };
  };
}

export interface DryRunMetric {
  metricName: string;
}

export interface MeasurementRetention {
  metricName: string;
  limit: number;
}

/** Counts and limits may be written as a string, because arguments can stand in them. */
export interface Metric {
  name: string;
  interval?: string;
  initialDelay?: string;
  count?: number | string;
  failureLimit?: number | string;
  inconclusiveLimit?: number | string;
  consecutiveErrorLimit?: number | string;
  consecutiveSuccessLimit?: number | string;
  successCondition?: string;
  failureCondition?: string;
  provider: Record<string, unknown>;
}

export interface AnalysisTemplate extends KubeObject {
  spec: {
    metrics?: Metric[];
    args?: AnalysisArgument[];
    dryRun?: DryRunMetric[];
    measurementRetention?: MeasurementRetention[];
    templates?: { templateName: string; clusterScope?: boolean }[];
  };
}

export interface Measurement {
  phase: AnalysisPhase;
  startedAt: string;
  finishedAt?: string;
  value?: string;
  message?: string;
}

export interface MetricResult {
  name: string;
  phase: AnalysisPhase;
  measurements?: Measurement[];
  message?: string;
  count?: number;
  successful?: number;
  failed?: number;
  inconclusive?: number;
  error?: number;
  consecutiveError?: number;
  consecutiveSuccess?: number;
  dryRun?: boolean;
}

export interface RunSummary {
  count?: number;
  successful?: number;
  failed?: number;
  inconclusive?: number;
  error?: number;
}

export interface AnalysisRun extends KubeObject {
  spec: {
    metrics: Metric[];
    args?: AnalysisArgument[];
    terminate?: boolean;
    dryRun?: DryRunMetric[];
    measurementRetention?: MeasurementRetention[];
  };
  status?: {
    phase?: AnalysisPhase;
    message?: string;
    startedAt?: string;
    completedAt?: string;
    metricResults?: MetricResult[];
    runSummary?: RunSummary;
    dryRunSummary?: RunSummary;
  };
}

/** Whether a phase is final. */
export function isCompletedPhase(phase: AnalysisPhase | undefined): boolean {
  return phase === "Successful" || phase === "Failed" || phase === "Error" || phase === "Inconclusive";
}
