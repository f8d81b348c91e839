import { controllerReference } from "../../store/controller-reference.ts";
import { isCompletedPhase } from "../model/analysis-object.ts";
import { currentStep } from "../model/canary-steps.ts";
import type { Experiment, ExperimentTemplate } from "../model/experiment-object.ts";
import {
  POD_TEMPLATE_HASH_LABEL,
  podTemplateHashOf,
  REVISION_ANNOTATION,
} from "../model/replica-set-object.ts";
import { isFullyPromoted } from "../model/rollout-defaults.ts";
import type { Rollout, RolloutExperimentStep } from "../model/rollout-object.ts";
import { findPauseCondition } from "../status/pause-intents.ts";
import { resolveArgument } from "./analysis-arguments.ts";
import { isContextAborted, type RolloutContext } from "./rollout-context.ts";

/** §3.6, the Rollout's side: one Experiment for an experiment step; any other of this Rollout is stopped. */
export function reconcileExperiments(context: RolloutContext): void {
  const { rollout } = context;
  const isSkipped =
    isFullyPromoted(rollout) ||
    isContextAborted(context) ||
    rollout.status?.promoteFull ||
    !context.stableReplicaSet;
  const { step, index } = currentStep(rollout);
  const current =
    !isSkipped && step?.experiment && index !== undefined
      ? currentExperiment(context, step.experiment, index)
      : undefined;
  for (const experiment of context.experiments) {
    if (experiment.metadata.name !== current?.metadata.name) terminate(context, experiment);
  }
  if (!current) return;
  context.next.currentExperiment = current.metadata.name;
  const { phase, message } = current.status ?? {};
  if (phase === "Inconclusive") context.pause.add.push("InconclusiveExperiment");
  if (phase !== "Failed" && phase !== "Error") return;
  context.pause.addAbort = true;
  const verdict = "Experiment analysis phase is error/failed";
  context.pause.abortMessage = message ? `${verdict}: ${message}` : verdict;
}

function currentExperiment(context: RolloutContext, step: RolloutExperimentStep, index: number): Experiment {
  const baseName = experimentName(context, index);
  const recorded = context.rollout.status?.canary?.currentExperiment;
  const isOfThisStep = recorded === baseName || recorded?.startsWith(`${baseName}.`);
  const current = isOfThisStep
    ? context.experiments.find(({ metadata }) => metadata.name === recorded)
    : undefined;
  return current && !needsNewExperiment(context.rollout, current)
    ? current
    : createExperiment(context, step, baseName);
}

/** After a retry, or when a person has resumed after an inconclusive one. */
function needsNewExperiment({ status = {} }: Rollout, current: Experiment): boolean {
  if (findPauseCondition(status, "InconclusiveExperiment")) return false;
  if (status.controllerPause) return current.status?.phase === "Inconclusive";
  return status.abortedAt !== undefined;
}

function experimentName({ rollout, newReplicaSet }: RolloutContext, index: number): string {
  const revision = rollout.metadata.annotations?.[REVISION_ANNOTATION] ?? "";
  return [rollout.metadata.name, podTemplateHashOf(newReplicaSet), revision, index].join("-");
}

function createExperiment(
  context: RolloutContext,
  step: RolloutExperimentStep,
  baseName: string,
): Experiment {
  const { rollout, newReplicaSet, store } = context;
  const { namespace } = rollout.metadata;
  const taken = (candidate: string) => store.find("experiments.argoproj.io", namespace ?? null, candidate);
  let free = baseName;
  for (let collisions = 1; taken(free); collisions += 1) free = `${baseName}.${collisions}`;
  const analyses = step.analyses?.map((analysis) => ({
    ...analysis,
    args: (analysis.args ?? []).map((argument) => resolveArgument(context, argument)),
  }));
  const experiment = store.create<Experiment>("experiments.argoproj.io", {
    apiVersion: rollout.apiVersion,
    kind: "Experiment",
    metadata: {
      name: free,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { [POD_TEMPLATE_HASH_LABEL]: podTemplateHashOf(newReplicaSet) },
      annotations: { [REVISION_ANNOTATION]: rollout.metadata.annotations?.[REVISION_ANNOTATION] ?? "" },
      ownerReferences: [controllerReference(rollout)],
    },
    spec: {
      templates: step.templates.map((template) => experimentTemplate(context, template)),
      ...(step.duration === undefined ? {} : { duration: step.duration }),
      ...(analyses ? { analyses } : {}),
    },
  });
  context.experiments = [...context.experiments, experiment];
  return experiment;
}

function experimentTemplate(
  { newReplicaSet, stableReplicaSet }: RolloutContext,
  template: RolloutExperimentStep["templates"][number],
): ExperimentTemplate {
  const source = (template.specRef === "stable" ? stableReplicaSet : newReplicaSet)?.spec;
  const labels = { ...source?.template.metadata?.labels, ...template.metadata?.labels };
  return {
    name: template.name,
    replicas: template.replicas ?? 1,
    selector: { matchLabels: source?.selector.matchLabels ?? {} },
    template: { ...source?.template, metadata: { ...source?.template.metadata, labels } },
    // The router sends a weighted template its traffic through a Service.
    ...(template.weight === undefined && !template.service ? {} : { service: template.service ?? {} }),
  };
}

function terminate(context: RolloutContext, experiment: Experiment): void {
  if (experiment.spec.terminate || isCompletedPhase(experiment.status?.phase)) return;
  context.store.update<Experiment>("experiments.argoproj.io", {
    ...experiment,
    spec: { ...experiment.spec, terminate: true },
  });
}
