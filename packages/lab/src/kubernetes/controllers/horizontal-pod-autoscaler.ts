import type { KubeObject } from "../store/object-store.ts";
import type { Condition } from "./pod.ts";

export type MetricName = "cpu" | "memory";

/** autoscaling/v2 HorizontalPodAutoscaler with resource utilisation metrics. */
export interface HorizontalPodAutoscaler extends KubeObject {
  spec: {
    scaleTargetRef: { apiVersion?: string; kind: string; name: string };
    minReplicas?: number;
    maxReplicas: number;
    metrics?: ResourceMetricSpec[];
    behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
  };
  status?: HorizontalPodAutoscalerStatus;
}

export interface ResourceMetricSpec {
  type: string;
  resource?: { name: MetricName; target: { type: string; averageUtilization?: number } };
}

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: "Max" | "Min" | "Disabled";
  policies?: { type: "Pods" | "Percent"; value: number; periodSeconds: number }[];
}

export interface HorizontalPodAutoscalerStatus {
  observedGeneration?: number;
  lastScaleTime?: string;
  currentReplicas?: number;
  desiredReplicas: number;
  currentMetrics?: {
    type: string;
    resource: { name: MetricName; current: { averageUtilization: number; averageValue: string } };
  }[];
  conditions?: Condition[];
}
