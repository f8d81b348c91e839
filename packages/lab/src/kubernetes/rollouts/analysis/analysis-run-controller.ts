import type { Clock } from "../../../world/clock.ts";
import {
  type Controller,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "../../controllers/controller-runtime.ts";
import { createEventRecorder } from "../../controllers/event-recorder.ts";
import { kubeTime } from "../../controllers/pod.ts";
import type { KubeObject, ObjectStore } from "../../store/object-store.ts";
import {
  type AnalysisPhase,
  type AnalysisRun,
  isCompletedPhase,
  type Measurement,
  type Metric,
  type MetricResult,
} from "../model/analysis-object.ts";
import { POD_TEMPLATE_HASH_LABEL } from "../model/replica-set-object.ts";
import { nextMeasurementMs } from "./measurement-schedule.ts";
import { resolveMetric } from "./metric-arguments.ts";
import type { MetricSource } from "./metric-source.ts";
import { measurementPhase, withMeasurement } from "./metric-verdict.ts";
import { assessRun, isTerminating } from "./run-assessment.ts";
import { measuredValue, resolveArguments } from "./run-inputs.ts";

const DEFAULT_RETENTION = 10;
const FIRST_PHASE: AnalysisPhase = "Running";

export interface AnalysisRunControllerOptions {
  store: ObjectStore;
  clock: Clock;
  metricSource: MetricSource;
}

/** Takes the measurements of AnalysisRuns and judges them (§3.7). A completed run is never touched again. */
export function createAnalysisRunController(options: AnalysisRunControllerOptions): Controller {
  const { store, clock, metricSource } = options;
  const record = createEventRecorder({ store, clock, component: "rollouts-controller" });

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const run = store.find<AnalysisRun>("analysisruns.argoproj.io", namespace, name);
    if (!run || isCompletedPhase(run.status?.phase)) return;
    const nowMs = clock.now();
    let inputs: RunInputs;
    try {
      inputs = resolveInputs(store, run);
    } catch (error) {
      finishWithError(run, nowMs, `Unable to resolve metric arguments: ${messageOf(error)}`);
      return;
    }
    const measured = takeDueMeasurements(metricSource, run, inputs, nowMs);
    const assessment = assessRun(run, inputs.metrics, measured);
    const { phase, message, metricResults, runSummary, dryRunSummary } = assessment;
    const completed = isCompletedPhase(phase);
    const updated: AnalysisRun = {
      ...run,
      status: {
        ...run.status,
        phase,
        ...(message ? { message } : {}),
        startedAt: run.status?.startedAt ?? kubeTime(nowMs),
        ...(completed ? { completedAt: kubeTime(nowMs) } : {}),
        metricResults: metricResults.map((result) => withinRetention(run, result)),
        runSummary,
        dryRunSummary,
      },
    };
    store.update("analysisruns.argoproj.io", updated);
    for (const metric of assessment.completed) {
      recordPhase(run, `Metric${metric.phase}`, `Metric '${metric.name}' Completed. Result: ${metric.phase}`);
    }
    if (completed) recordPhase(run, `AnalysisRun${phase}`, `Analysis Completed. Result: ${phase}`);
    return completed ? undefined : nextLook(updated, inputs.metrics, metricResults, nowMs);
  }

  function finishWithError(run: AnalysisRun, nowMs: number, message: string): void {
    const status = { ...run.status, phase: "Error" as const, message, completedAt: kubeTime(nowMs) };
    store.update("analysisruns.argoproj.io", { ...run, status });
    recordPhase(run, "AnalysisRunError", "Analysis Completed. Result: Error");
  }

  function recordPhase(run: AnalysisRun, reason: string, message: string): void {
    record(run, { type: /(Failed|Error)$/.test(reason) ? "Warning" : "Normal", reason, message });
  }

  return {
    name: "analysisrun",
    reconcile,
    watches: [{ resource: "analysisruns.argoproj.io", map: ownKey }],
  };
}

interface RunInputs {
  metrics: Metric[];
  args: Record<string, string>;
  rolloutName: string;
}

function resolveInputs(store: ObjectStore, run: AnalysisRun): RunInputs {
  const args = resolveArguments(store, run);
  const metrics = run.spec.metrics.map((metric) => resolveMetric(metric, args));
  return { metrics, args, rolloutName: rolloutNameOf(store, run) };
}

/** A run of an Experiment is asked about under the name of the Rollout that the Experiment serves. */
function rolloutNameOf(store: ObjectStore, run: KubeObject): string {
  const owner = run.metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner?.kind !== "Experiment") return owner?.name ?? "";
  const experiment = store.find("experiments.argoproj.io", run.metadata.namespace ?? null, owner.name);
  return experiment ? rolloutNameOf(store, experiment) : owner.name;
}

function takeDueMeasurements(
  metricSource: MetricSource,
  run: AnalysisRun,
  inputs: RunInputs,
  nowMs: number,
): MetricResult[] {
  const results = run.status?.metricResults ?? [];
  const terminating = isTerminating(run, results);
  return inputs.metrics.flatMap((metric) => {
    const result = results.find(({ name }) => name === metric.name);
    const dueMs = terminating ? undefined : nextMeasurementMs(run, metric, result, nowMs);
    if (dueMs === undefined || dueMs > nowMs) return result ? [result] : [];
    const dryRun = run.spec.dryRun?.some(({ metricName }) =>
      new RegExp(`^(?:${metricName})$`).test(metric.name),
    );
    const base: MetricResult = result ?? {
      name: metric.name,
      phase: FIRST_PHASE,
      ...(dryRun ? { dryRun: true } : {}),
    };
    return [withMeasurement(base, measure(metricSource, run, metric, inputs, nowMs))];
  });
}

function measure(
  metricSource: MetricSource,
  run: AnalysisRun,
  metric: Metric,
  { rolloutName, args }: RunInputs,
  nowMs: number,
): Measurement {
  const podTemplateHash = run.metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
  const answer = metricSource.measure(
    {
      rolloutName,
      namespace: run.metadata.namespace ?? "",
      metricName: metric.name,
      provider: metric.provider,
      args,
      ...(podTemplateHash === undefined ? {} : { podTemplateHash }),
    },
    nowMs,
  );
  const at = { startedAt: kubeTime(nowMs), finishedAt: kubeTime(nowMs) };
  if (answer instanceof Error) return { ...at, phase: "Error", message: answer.message };
  const { result, text } = measuredValue(metric, answer);
  try {
    return { ...at, phase: measurementPhase(metric, result), value: text };
  } catch (error) {
    return { ...at, phase: "Error", value: text, message: messageOf(error) };
  }
}

function withinRetention(run: AnalysisRun, result: MetricResult): MetricResult {
  const retention = run.spec.measurementRetention?.find(({ metricName }) => metricName === result.name);
  const limit = retention?.limit || DEFAULT_RETENTION;
  return { ...result, measurements: (result.measurements ?? []).slice(-limit) };
}

function nextLook(
  run: AnalysisRun,
  metrics: Metric[],
  results: MetricResult[],
  nowMs: number,
): ReconcileResult | undefined {
  const due = metrics.flatMap((metric) => {
    const result = results.find(({ name }) => name === metric.name);
    return nextMeasurementMs(run, metric, result, nowMs) ?? [];
  });
  return due.length > 0 ? { requeueAfterMs: Math.max(0, Math.min(...due) - nowMs) } : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
