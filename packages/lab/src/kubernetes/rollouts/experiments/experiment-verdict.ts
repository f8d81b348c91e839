import { type AnalysisPhase, isCompletedPhase } from "../model/analysis-object.ts";
import { durationSeconds } from "../model/duration.ts";
import type { Experiment } from "../model/experiment-object.ts";

export interface ExperimentFacts {
  /** All templates have all their pods. */
  available: boolean;
  /** In the order of the experiment's own. */
  analyses: { phase: AnalysisPhase | undefined; message?: string }[];
  /** Why a template cannot have its Service. */
  refusal?: string | undefined;
  nowMs: number;
}

export interface ExperimentVerdict {
  phase: AnalysisPhase;
  message?: string;
}

/** §3.6: Pending until all templates are available, then Running until an analysis, the duration or a person ends it. */
export function judgeExperiment(experiment: Experiment, facts: ExperimentFacts): ExperimentVerdict {
  const { spec, status } = experiment;
  if (spec.terminate) return { phase: "Successful", message: "Experiment Terminated" };
  if (facts.refusal !== undefined) return { phase: "Error", message: facts.refusal };
  const bad = facts.analyses.find(
    ({ phase }) => phase === "Failed" || phase === "Error" || phase === "Inconclusive",
  );
  if (bad?.phase) return { phase: bad.phase, ...(bad.message ? { message: bad.message } : {}) };
  if (!status?.availableAt) return { phase: facts.available ? "Running" : "Pending" };
  if (isComplete(experiment, facts)) return { phase: "Successful" };
  const endMs = experimentEndMs(experiment);
  const isOver =
    endMs === undefined
      ? facts.analyses.length > 0 && facts.analyses.every(({ phase }) => isCompletedPhase(phase))
      : facts.nowMs >= endMs;
  return { phase: isOver ? "Successful" : "Running" };
}

/** Whether the analyses that it must wait for have all succeeded: it then ends before its time. */
function isComplete({ spec }: Experiment, { analyses }: ExperimentFacts): boolean {
  const awaited = analyses.filter((_, index) => spec.analyses?.[index]?.requiredForCompletion);
  return awaited.length > 0 && awaited.every(({ phase }) => phase === "Successful");
}

/** When the duration is over; `undefined` before it starts, or without one. */
export function experimentEndMs({ spec, status }: Experiment): number | undefined {
  if (spec.duration === undefined || !status?.availableAt) return undefined;
  return Date.parse(status.availableAt) + (durationSeconds(spec.duration) ?? 0) * 1000;
}
