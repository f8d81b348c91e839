import type { LabelSelector } from "../../selectors/label-selector.ts";
import type { KubeObject } from "../../store/object-store.ts";
import { type Condition, findCondition, type PodTemplateSpec } from "../pod.ts";

/** batch/v1 Job, as far as the lab acts on it: no success or failure policies, no back-off limit for each index. */
export interface Job extends KubeObject {
  spec: JobSpec;
  status?: JobStatus;
}

export interface JobSpec {
  parallelism?: number;
  /** Absent: pods take work from somewhere, and the first that succeeds says that there is no more. */
  completions?: number;
  completionMode?: "NonIndexed" | "Indexed";
  backoffLimit?: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  suspend?: boolean;
  podReplacementPolicy?: "TerminatingOrFailed" | "Failed";
  selector?: LabelSelector;
  template: PodTemplateSpec;
}

export interface JobStatus {
  conditions?: Condition[];
  startTime?: string;
  completionTime?: string;
  active?: number;
  ready?: number;
  succeeded?: number;
  failed?: number;
  terminating?: number;
  /** Indexed jobs: `0,2-4`. */
  completedIndexes?: string;
  uncountedTerminatedPods?: object;
}

/** On pods until the job has counted how they ended. */
export const TRACKING_FINALIZER = "batch.kubernetes.io/job-tracking";
export const COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";

/** The condition that says how a job ended; undefined while it has not. */
export function findEnd({ status }: Job): Condition | undefined {
  const ends = ["Complete", "Failed"].map((type) => findCondition(status?.conditions, type));
  return ends.find((condition) => condition?.status === "True");
}
