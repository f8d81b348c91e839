import {
  type AnalysisPhase,
  type AnalysisRun,
  isCompletedPhase,
  type Metric,
  type MetricResult,
  type RunSummary,
} from "../model/analysis-object.ts";
import { isWorse, limitBreach, metricPhase } from "./metric-verdict.ts";

export interface RunAssessment {
  phase: AnalysisPhase;
  message: string;
  metricResults: MetricResult[];
  runSummary: RunSummary;
  dryRunSummary: RunSummary;
  /** Metrics that came to their end with this assessment. */
  completed: { name: string; phase: AnalysisPhase }[];
}

/** Told to stop, or one metric that counts has gone bad. */
export function isTerminating(run: AnalysisRun, results: MetricResult[]): boolean {
  const isBad = ({ phase, dryRun }: MetricResult) =>
    !dryRun && (phase === "Failed" || phase === "Error" || phase === "Inconclusive");
  return run.spec.terminate === true || results.some(isBad);
}

/** §3.7: verdict of a run over the measurements so far: the worst of its metrics, dry runs aside. */
export function assessRun(run: AnalysisRun, metrics: Metric[], results: MetricResult[]): RunAssessment {
  const terminating = isTerminating(run, results);
  const assessed = metrics.map((metric) => {
    const result = results.find(({ name }) => name === metric.name);
    return { metric, before: result, after: result && assessMetric(metric, result, terminating) };
  });
  const afters = assessed.flatMap(({ after }) => (after ? [after] : []));
  const finished = assessed.flatMap(({ metric, after }) =>
    after && isCompletedPhase(after.phase) ? [{ metric, result: after }] : [],
  );
  const worst = worstOf(finished);
  const isOver = terminating || (finished.length === metrics.length && worst !== undefined);
  const terminated = run.spec.terminate ? "Run Terminated" : "";
  const verdict = isOver
    ? { phase: worst?.phase ?? "Successful", message: worst?.message || terminated }
    : { phase: "Running" as const, message: "" };
  return {
    ...verdict,
    metricResults: afters,
    runSummary: summarize(metrics, afters, (name) => !isDryRun(results, name)),
    dryRunSummary: summarize(metrics, afters, (name) => isDryRun(results, name)),
    completed: assessed.flatMap(({ before, after }) =>
      after && isCompletedPhase(after.phase) && before?.phase !== after.phase
        ? [{ name: after.name, phase: after.phase }]
        : [],
    ),
  };
}

function assessMetric(metric: Metric, result: MetricResult, terminating: boolean): MetricResult {
  const phase = metricPhase(metric, result, terminating);
  if (phase === result.phase) return result;
  const last = result.measurements?.at(-1)?.message;
  const breach = result.dryRun ? limitBreach(metric, result) : undefined;
  const message = breach ? `Metric assessed ${phase} due to ${breach.message}` : last;
  return { ...result, phase, ...(message ? { message } : {}) };
}

function worstOf(finished: { metric: Metric; result: MetricResult }[]) {
  let worst: { phase: AnalysisPhase; message: string } | undefined;
  for (const { metric, result } of finished) {
    if (result.dryRun) {
      worst ??= { phase: "Successful", message: "" };
      continue;
    }
    if (worst && !isWorse(result.phase, worst.phase)) continue;
    worst = { phase: result.phase, message: verdictMessage(metric, result) };
  }
  return worst;
}

function verdictMessage(metric: Metric, result: MetricResult): string {
  const breach = limitBreach(metric, result);
  if (!breach) return "";
  const detail = result.message ? `: "Error Message: ${result.message}"` : "";
  return `Metric "${metric.name}" assessed ${result.phase} due to ${breach.message}${detail}`;
}

function summarize(
  metrics: Metric[],
  results: MetricResult[],
  isCounted: (name: string) => boolean,
): RunSummary {
  const counted = metrics.filter(({ name }) => isCounted(name));
  const withPhase = (phase: AnalysisPhase) =>
    results.filter((result) => isCounted(result.name) && result.phase === phase).length;
  return compact({
    count: counted.length,
    successful: withPhase("Successful"),
    failed: withPhase("Failed"),
    inconclusive: withPhase("Inconclusive"),
    error: withPhase("Error"),
  });
}

function isDryRun(results: MetricResult[], name: string): boolean {
  return results.some((result) => result.name === name && result.dryRun === true);
}

function compact(summary: Required<RunSummary>): RunSummary {
  return Object.fromEntries(Object.entries(summary).filter(([, count]) => count > 0));
}
