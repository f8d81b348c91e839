import { currentStep } from "../model/canary-steps.ts";
import { isFullyPromoted } from "../model/rollout-defaults.ts";
import type { WeightDestination } from "../model/rollout-object.ts";
import { isContextAborted, type RolloutContext } from "./rollout-context.ts";

/** §3.6: the traffic of a running experiment's weighted templates, which stable gives up. */
export function experimentWeights(context: RolloutContext): WeightDestination[] {
  const { rollout, experiments } = context;
  if (isFullyPromoted(rollout) || isContextAborted(context) || rollout.status?.promoteFull) return [];
  const templates = currentStep(rollout).step?.experiment?.templates ?? [];
  const recorded = rollout.status?.canary?.currentExperiment;
  const current = experiments.find(({ metadata }) => metadata.name === recorded);
  if (current?.status?.phase !== "Running") return [];
  return (current.status.templateStatuses ?? []).flatMap(({ name, serviceName, podTemplateHash }) => {
    const weight = templates.find((template) => template.name === name)?.weight;
    if (weight === undefined) return [];
    return [
      {
        weight,
        ...(serviceName ? { serviceName } : {}),
        ...(podTemplateHash ? { podTemplateHash } : {}),
      },
    ];
  });
}
