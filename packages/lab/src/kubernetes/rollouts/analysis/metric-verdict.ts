import {
  type AnalysisPhase,
  isCompletedPhase,
  type Measurement,
  type Metric,
  type MetricResult,
} from "../model/analysis-object.ts";
import { evaluateCondition } from "./condition-expression.ts";

const DEFAULT_CONSECUTIVE_ERROR_LIMIT = 4;

/** Phase of one measured value. Throws what a condition throws: the measurement is then an Error. */
export function measurementPhase(metric: Metric, value: unknown): AnalysisPhase {
  const { successCondition, failureCondition } = metric;
  if (!successCondition && !failureCondition) return "Successful";
  const fails = failureCondition ? evaluateCondition(failureCondition, value) : undefined;
  const succeeds = successCondition ? evaluateCondition(successCondition, value) : undefined;
  if (fails === true || (failureCondition === undefined && succeeds === false)) return "Failed";
  if (succeeds === true || (!successCondition && fails === false)) return "Successful";
  return failureCondition ? "Inconclusive" : "Failed";
}

/** How many measurements end the metric; `undefined` for one that runs until it is stopped. */
export function effectiveCount(metric: Metric): number | undefined {
  if (metric.count !== undefined) return Number(metric.count);
  return metric.interval ? undefined : 1;
}

/** The result with one more measurement counted in. */
export function withMeasurement(result: MetricResult, measurement: Measurement): MetricResult {
  const next = { ...result, measurements: [...(result.measurements ?? []), measurement] };
  const { count = 0, consecutiveSuccess = 0, consecutiveError = 0 } = result;
  switch (measurement.phase) {
    case "Successful":
      return {
        ...next,
        count: count + 1,
        successful: (result.successful ?? 0) + 1,
        consecutiveError: 0,
        consecutiveSuccess: consecutiveSuccess + 1,
      };
    case "Failed":
      return {
        ...next,
        count: count + 1,
        failed: (result.failed ?? 0) + 1,
        consecutiveError: 0,
        consecutiveSuccess: 0,
      };
    case "Inconclusive":
      return {
        ...next,
        count: count + 1,
        inconclusive: (result.inconclusive ?? 0) + 1,
        consecutiveError: 0,
        consecutiveSuccess: 0,
      };
    default:
      return {
        ...next,
        error: (result.error ?? 0) + 1,
        consecutiveError: consecutiveError + 1,
        consecutiveSuccess: 0,
      };
  }
}

/** §3.7: phase of a metric after its measurements so far. A completed metric stays what it is. */
export function metricPhase(metric: Metric, result: MetricResult, terminating: boolean): AnalysisPhase {
  if (isCompletedPhase(result.phase)) return result.phase;
  if (!result.measurements?.length) return terminating ? "Successful" : "Pending";
  const breach = limitBreach(metric, result);
  if (breach) return breach.phase;
  const successLimit = Number(metric.consecutiveSuccessLimit ?? 0);
  if (successLimit > 0 && (result.consecutiveSuccess ?? 0) >= successLimit) return "Successful";
  const count = effectiveCount(metric);
  if (count !== undefined && (result.count ?? 0) >= count) {
    if (successLimit <= 0) return "Successful";
    return Number(metric.failureLimit ?? 0) >= 0 ? "Inconclusive" : "Failed";
  }
  return terminating ? "Successful" : "Running";
}

/** The limit that ends a metric badly; a later rule overrides an earlier one. */
export function limitBreach(
  metric: Metric,
  result: MetricResult,
): { phase: AnalysisPhase; message: string } | undefined {
  const { failed = 0, inconclusive = 0, consecutiveError = 0 } = result;
  const failureLimit = Number(metric.failureLimit ?? 0);
  const inconclusiveLimit = Number(metric.inconclusiveLimit ?? 0);
  const errorLimit = Number(metric.consecutiveErrorLimit ?? DEFAULT_CONSECUTIVE_ERROR_LIMIT);
  if (consecutiveError > errorLimit) {
    const message = `consecutiveErrors (${consecutiveError}) > consecutiveErrorLimit (${errorLimit})`;
    return { phase: "Error", message };
  }
  if (inconclusive > inconclusiveLimit) {
    const message = `inconclusive (${inconclusive}) > inconclusiveLimit (${inconclusiveLimit})`;
    return { phase: "Inconclusive", message };
  }
  if (failureLimit >= 0 && failed > failureLimit) {
    return { phase: "Failed", message: `failed (${failed}) > failureLimit (${failureLimit})` };
  }
  return undefined;
}

const SEVERITY: AnalysisPhase[] = ["Successful", "Running", "Pending", "Inconclusive", "Error", "Failed"];

/** Whether a phase is worse news than another. */
export function isWorse(phase: AnalysisPhase, than: AnalysisPhase): boolean {
  return SEVERITY.indexOf(phase) > SEVERITY.indexOf(than);
}
