import {
  type AnalysisRun,
  isCompletedPhase,
  type Metric,
  type MetricResult,
} from "../model/analysis-object.ts";
import { durationSeconds } from "../model/duration.ts";
import { effectiveCount } from "./metric-verdict.ts";

const ERROR_RETRY_SECONDS = 10;

/**
 * When a metric is to be measured next, in milliseconds since the epoch; `undefined` when never again.
 * An error is retried after 10 s, whatever the interval.
 */
export function nextMeasurementMs(
  run: AnalysisRun,
  metric: Metric,
  result: MetricResult | undefined,
  nowMs: number,
): number | undefined {
  if (result && isCompletedPhase(result.phase)) return undefined;
  const last = result?.measurements?.at(-1);
  if (!last) {
    const startedMs = run.status?.startedAt ? Date.parse(run.status.startedAt) : nowMs;
    return startedMs + seconds(metric.initialDelay) * 1000;
  }
  const count = effectiveCount(metric);
  if (count !== undefined && (result?.count ?? 0) >= count) return undefined;
  if (last.phase !== "Error" && !metric.interval) return undefined;
  const waitSeconds = last.phase === "Error" ? ERROR_RETRY_SECONDS : seconds(metric.interval);
  return Date.parse(last.finishedAt ?? last.startedAt) + waitSeconds * 1000;
}

function seconds(duration: string | undefined): number {
  return duration === undefined ? 0 : (durationSeconds(duration) ?? 0);
}
