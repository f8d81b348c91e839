import type { KubeObject } from "../../store/object-store.ts";
import type { AnalysisArgument, AnalysisPhase } from "./analysis-object.ts";
import type { PodTemplate } from "./rollout-object.ts";

export interface ExperimentTemplate {
  name: string;
  replicas?: number;
  selector: { matchLabels: Record<string, string> };
  template: PodTemplate;
  /** A Service in front of the pods, named as their ReplicaSet unless said. */
  service?: { name?: string };
}

/** argoproj.io/v1alpha1 Experiment, the fields that the lab reads and writes. */
export interface Experiment extends KubeObject {
  spec: {
    templates: ExperimentTemplate[];
    duration?: string | number;
    analyses?: {
      name: string;
      templateName: string;
      clusterScope?: boolean;
      args?: AnalysisArgument[];
      requiredForCompletion?: boolean;
    }[];
    terminate?: boolean;
  };
  status?: {
    phase?: AnalysisPhase;
    message?: string;
    availableAt?: string;
    templateStatuses?: {
      name: string;
      status: AnalysisPhase;
      replicas?: number;
      readyReplicas?: number;
      availableReplicas?: number;
      updatedReplicas?: number;
      message?: string;
      podTemplateHash?: string;
      serviceName?: string;
    }[];
    analysisRuns?: { name: string; analysisRun: string; phase: AnalysisPhase; message?: string }[];
  };
}
