import { type AnalysisMetric, type AnalysisPhase, type AnalysisRun, analysisPhase } from "@horizon/contracts";
import type { AnalysisRun as AnalysisRunObject, Rollout } from "../kubernetes/rollout.ts";
import { rolloutRevisionAnnotation } from "../kubernetes/workload.ts";
import { abortCause, analysisVerdict } from "./analysis-verdict.ts";

const toPhase = (phase: string | undefined): AnalysisPhase => {
  const parsed = analysisPhase.safeParse(phase);
  return parsed.success ? parsed.data : "Pending";
};

/**
 * The bound of a condition that compares one result with one number (`result[0] >= 0.95`, `default(result, 0) >= 0.95`);
 * null for any other form.
 */
export function readLimit(successCondition: string, failureCondition: string): AnalysisMetric["limit"] {
  const pattern =
    /^\s*(?:asFloat\(|default\()?result(?:\[0\]|\.\w+)?(?:\s*,\s*-?[\d.]+\s*)?\)?\s*(>=|>|<=|<)\s*(-?\d+(?:\.\d+)?)\s*$/;
  const success = pattern.exec(successCondition);
  const failure = pattern.exec(failureCondition);
  const [, operator = "", number = ""] = success ?? failure ?? [];
  if (operator === "") return null;
  const isAbove = operator.startsWith(">") === (success !== null);
  return { value: Number(number), passes: isAbove ? "above" : "below" };
}

/** Number in a measurement: plain, or the first of a list such as `[0.98]`. */
function readValue(value: string | undefined): number | null {
  if (value === undefined || value.trim() === "") return null;
  const first = value.replace(/^\[\s*([^,\]]*).*\]$/, "$1").trim();
  const number = first === "" ? Number.NaN : Number(first);
  return Number.isFinite(number) ? number : null;
}

/** The text with `{{args.…}}` as the run has them; the controller puts them in when it measures, and leaves the spec as it is. */
function withArgs(text: string, args: AnalysisRunObject["spec"]["args"] = []): string {
  return text.replace(
    /\{\{\s*args\.([\w-]+)\s*\}\}/g,
    (written, name) => args.find((arg) => arg.name === name)?.value ?? written,
  );
}

function isDryRun(metric: string, dryRun: AnalysisRunObject["spec"]["dryRun"] = []): boolean {
  // A pattern of Go may be none here; the controller says it itself with the first result.
  return dryRun.some(({ metricName }) => metricName === metric || metricName === ".*");
}

/** The step whose analysis ended the rollout's present revision; null when none did. `runs`: the newest first. */
export function findFailedStep(rollout: Rollout, runs: readonly AnalysisRun[]): number | null {
  // Aborted by a person, it names no cause; a run that failed before a retry is not why.
  if (abortCause(rollout.status?.message ?? "") === "") return null;
  const revision = Number(rollout.metadata.annotations?.[rolloutRevisionAnnotation]);
  const failed = runs.find((run) => run.revision === revision && isFailed(run.phase));
  return failed?.stepIndex ?? null;
}

const isFailed = (phase: AnalysisPhase) => phase === "Failed" || phase === "Error";

/** An AnalysisRun as people look at it: each metric with its limit and its measurements in order. */
export function toAnalysisRun(run: AnalysisRunObject): AnalysisRun {
  const { metadata, spec, status = {} } = run;
  const step = metadata.labels?.["step-index"];
  const revision = metadata.annotations?.[rolloutRevisionAnnotation];
  return {
    name: metadata.name,
    revision: revision === undefined ? null : Number(revision),
    stepIndex: step === undefined ? null : Number(step),
    phase: toPhase(status.phase),
    message: analysisVerdict(status.message ?? ""),
    startedAt: status.startedAt ?? null,
    finishedAt: status.completedAt ?? null,
    metrics: (spec.metrics ?? []).map(
      ({ name, successCondition: success = "", failureCondition: failure = "", failureLimit = 0 }) => {
        const successCondition = withArgs(success, spec.args);
        const failureCondition = withArgs(failure, spec.args);
        const failuresAllowed = Number(withArgs(String(failureLimit), spec.args));
        const result = status.metricResults?.find((candidate) => candidate.name === name);
        return {
          name,
          phase: toPhase(result?.phase),
          dryRun: result?.dryRun ?? isDryRun(name, spec.dryRun),
          successCondition,
          failureCondition,
          limit: readLimit(successCondition, failureCondition),
          counts: {
            successful: result?.successful ?? 0,
            failed: result?.failed ?? 0,
            inconclusive: result?.inconclusive ?? 0,
            error: result?.error ?? 0,
          },
          failureLimit: Number.isNaN(failuresAllowed) ? 0 : failuresAllowed,
          measurements: (result?.measurements ?? []).map((measurement) => ({
            at:
              measurement.finishedAt ??
              measurement.startedAt ??
              status.startedAt ??
              metadata.creationTimestamp,
            value: readValue(measurement.value),
            raw: measurement.value ?? "",
            phase: toPhase(measurement.phase),
            message: measurement.message ?? "",
          })),
        };
      },
    ),
  };
}
