import { isDeepStrictEqual } from "node:util";
import { controllerReference } from "../../store/controller-reference.ts";
import { analysisRunSpec } from "../analysis/analysis-templates.ts";
import { type AnalysisRun, isCompletedPhase } from "../model/analysis-object.ts";
import { currentStep } from "../model/canary-steps.ts";
import {
  POD_TEMPLATE_HASH_LABEL,
  podTemplateHashOf,
  REVISION_ANNOTATION,
} from "../model/replica-set-object.ts";
import { canaryOf, isFullyPromoted } from "../model/rollout-defaults.ts";
import type { Rollout, RolloutAnalysis, RunStatusReference } from "../model/rollout-object.ts";
import { findPauseCondition } from "../status/pause-intents.ts";
import { resolveArgument } from "./analysis-arguments.ts";
import { pruneAnalysisRuns } from "./analysis-run-history.ts";
import {
  isContextAborted,
  isContextFastRollback,
  type RolloutContext,
  recordEvent,
} from "./rollout-context.ts";

const STEP_INDEX_LABEL = "step-index";
const TYPE_LABEL = "rollout-type";

/** §3.7, the Rollout's side: starts, replaces and stops runs, and turns their verdicts into a pause or an abort. */
export function reconcileAnalysisRuns(context: RolloutContext): void {
  const { rollout } = context;
  const { promoteFull, stableRS } = rollout.status ?? {};
  const isSkipped =
    isFullyPromoted(rollout) ||
    isContextAborted(context) ||
    promoteFull === true ||
    isContextFastRollback(context) ||
    !stableRS;
  const stepRun = isSkipped ? undefined : reconcileStepRun(context);
  const backgroundRun = isSkipped ? undefined : reconcileBackgroundRun(context);
  if (stepRun) context.next.stepRun = referenceTo(stepRun);
  if (backgroundRun) context.next.backgroundRun = referenceTo(backgroundRun);
  const current = [stepRun?.metadata.name, backgroundRun?.metadata.name];
  const others = context.analysisRuns.filter(({ metadata }) => !current.includes(metadata.name));
  for (const run of others) terminate(context, run);
  pruneAnalysisRuns(context, others);
  const { canary } = rollout.status ?? {};
  announceChange(context, canary?.currentStepAnalysisRunStatus, stepRun, "Step");
  announceChange(context, canary?.currentBackgroundAnalysisRunStatus, backgroundRun, "Background");
}

function reconcileStepRun(context: RolloutContext): AnalysisRun | undefined {
  const { rollout } = context;
  const status = rollout.status ?? {};
  const current = findRun(context, status.canary?.currentStepAnalysisRunStatus?.name);
  if ((status.pauseConditions?.length ?? 0) > 0 || status.abort) return current;
  const { step, index } = currentStep(rollout);
  if (!step?.analysis?.templates?.length || index === undefined) return undefined;
  const isOfThisStep = current?.metadata.labels?.[STEP_INDEX_LABEL] === String(index);
  if (current && !isOfThisStep) return undefined;
  if (!current || needsNewRun(rollout, current)) {
    const labels = { [TYPE_LABEL]: "Step", [STEP_INDEX_LABEL]: String(index) };
    return createRun(context, step.analysis, labels, String(index));
  }
  applyVerdict(context, current, "Step-based");
  return current;
}

function reconcileBackgroundRun(context: RolloutContext): AnalysisRun | undefined {
  const { rollout } = context;
  const { analysis } = canaryOf(rollout);
  const status = rollout.status ?? {};
  if (!analysis?.templates?.length || isBeforeStartingStep(rollout)) return undefined;
  const current = findRun(context, status.canary?.currentBackgroundAnalysisRunStatus?.name);
  if (findPauseCondition(status, "InconclusiveAnalysisRun")) return current;
  if (!current || needsNewRun(rollout, current)) {
    return createRun(context, analysis, { [TYPE_LABEL]: "Background" });
  }
  applyVerdict(context, current, "Background");
  return current;
}

function isBeforeStartingStep(rollout: Rollout): boolean {
  const startingStep = canaryOf(rollout).analysis?.startingStep;
  const { index } = currentStep(rollout);
  return startingStep !== undefined && index !== undefined && index < startingStep;
}

/**
 * After a retry; and once a person has resumed an update that an inconclusive run had paused: only then is
 * controllerPause set without any pause condition of another kind.
 */
function needsNewRun({ status = {} }: Rollout, current: AnalysisRun): boolean {
  const isResumed =
    status.controllerPause &&
    !findPauseCondition(status, "CanaryPauseStep") &&
    !findPauseCondition(status, "BlueGreenPause");
  return isResumed ? current.status?.phase === "Inconclusive" : status.abortedAt !== undefined;
}

function applyVerdict(context: RolloutContext, run: AnalysisRun, kind: "Step-based" | "Background"): void {
  const { phase, message } = run.status ?? {};
  if (phase === "Inconclusive") context.pause.add.push("InconclusiveAnalysisRun");
  if (phase !== "Failed" && phase !== "Error") return;
  const verdict = `${kind} analysis phase error/failed`;
  context.pause.addAbort = true;
  context.pause.abortMessage = message ? `${verdict}: ${message}` : verdict;
}

function createRun(
  context: RolloutContext,
  analysis: RolloutAnalysis,
  typeLabels: Record<string, string>,
  suffix?: string,
): AnalysisRun {
  const { rollout, newReplicaSet, store } = context;
  const { name, namespace } = rollout.metadata;
  const hash = podTemplateHashOf(newReplicaSet);
  const revision = rollout.metadata.annotations?.[REVISION_ANNOTATION] ?? "";
  const spec = analysisRunSpec(store, namespace ?? null, {
    ...analysis,
    args: (analysis.args ?? []).map((argument) => resolveArgument(context, argument)),
  });
  const baseName = [name, hash, revision, ...(suffix === undefined ? [] : [suffix])].join("-");
  const free = freeName(context, baseName, spec);
  if (free.existing) return free.existing;
  const run = store.create<AnalysisRun>("analysisruns.argoproj.io", {
    apiVersion: rollout.apiVersion,
    kind: "AnalysisRun",
    metadata: {
      name: free.name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        [POD_TEMPLATE_HASH_LABEL]: hash,
        ...typeLabels,
        ...analysis.analysisRunMetadata?.labels,
        ...rollout.spec.selector?.matchLabels,
      },
      annotations: { [REVISION_ANNOTATION]: revision, ...analysis.analysisRunMetadata?.annotations },
      ownerReferences: [controllerReference(rollout)],
    },
    spec,
  });
  context.analysisRuns = [...context.analysisRuns, run];
  return run;
}

/** The base name, or with `.1`, `.2`…; a run of the same content that is still going on is taken over. */
function freeName(context: RolloutContext, baseName: string, spec: AnalysisRun["spec"]) {
  const namespace = context.rollout.metadata.namespace ?? null;
  for (let collisions = 0; ; collisions += 1) {
    const name = collisions === 0 ? baseName : `${baseName}.${collisions}`;
    const existing = context.store.find<AnalysisRun>("analysisruns.argoproj.io", namespace, name);
    if (!existing) return { name };
    if (!isCompletedPhase(existing.status?.phase) && isDeepStrictEqual(existing.spec, spec)) {
      return { name, existing };
    }
  }
}

function terminate(context: RolloutContext, run: AnalysisRun): void {
  if (run.spec.terminate || isCompletedPhase(run.status?.phase)) return;
  context.store.update<AnalysisRun>("analysisruns.argoproj.io", {
    ...run,
    spec: { ...run.spec, terminate: true },
  });
}

function findRun(context: RolloutContext, name: string | undefined): AnalysisRun | undefined {
  return context.analysisRuns.find(({ metadata }) => metadata.name === name);
}

function referenceTo({ metadata, status }: AnalysisRun): RunStatusReference {
  return {
    name: metadata.name,
    status: status?.phase ?? "",
    ...(status?.message ? { message: status.message } : {}),
  };
}

function announceChange(
  context: RolloutContext,
  previous: RunStatusReference | undefined,
  run: AnalysisRun | undefined,
  kind: string,
): void {
  const phase = run?.status?.phase;
  if (!run || !phase) return;
  const isNews = !previous || (previous.name === run.metadata.name && previous.status !== phase);
  if (!isNews) return;
  const message = `${kind} Analysis Run '${run.metadata.name}' Status New: '${phase}' Previous: '${previous?.status ?? "NoPreviousStatus"}'`;
  recordEvent(
    context,
    `AnalysisRun${phase}`,
    message,
    phase === "Failed" || phase === "Error" ? "Warning" : "Normal",
  );
}
