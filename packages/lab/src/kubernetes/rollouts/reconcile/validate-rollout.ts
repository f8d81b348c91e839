import type { ObjectStore } from "../../store/object-store.ts";
import { AnalysisTemplateError, analysisRunSpec } from "../analysis/analysis-templates.ts";
import { stepsOf } from "../model/canary-steps.ts";
import { durationSeconds } from "../model/duration.ts";
import { canaryOf, isRouted, maxTrafficWeight } from "../model/rollout-defaults.ts";
import type { CanaryStep, Rollout, RolloutAnalysis } from "../model/rollout-object.ts";
import { findWorkload } from "./workload-ref.ts";

const CANARY = "spec.strategy.canary";

/** The first thing wrong with a Rollout, in upstream's words; `undefined` when it can be reconciled. */
export function findRolloutError(store: ObjectStore, rollout: Rollout): string | undefined {
  return (
    workloadError(store, rollout) ??
    templateError(rollout) ??
    canaryError(rollout) ??
    firstError(stepsOf(rollout), (step, index) => stepError(rollout, step, `${CANARY}.steps[${index}]`)) ??
    serviceError(store, rollout) ??
    analysisError(store, rollout)
  );
}

function workloadError(store: ObjectStore, rollout: Rollout): string | undefined {
  const { workloadRef } = rollout.spec;
  if (!workloadRef) return undefined;
  const value = `${workloadRef.kind ?? ""}/${workloadRef.name ?? ""}`;
  if (workloadRef.kind !== "Deployment") return invalid("spec.workloadRef", value, "kind is not supported");
  return findWorkload(store, rollout)
    ? undefined
    : invalid("spec.workloadRef", value, `deployments.apps "${workloadRef.name}" not found`);
}

function templateError({ spec }: Rollout): string | undefined {
  const selector = Object.entries(spec.selector?.matchLabels ?? {});
  if (!spec.selector) return "spec.selector: Required value: Rollout has missing field '.spec.selector'";
  if (selector.length === 0) {
    return "spec.selector: Invalid value: {}: This rollout is selecting all pods. A non-empty selector is required.";
  }
  const labels = spec.template?.metadata?.labels ?? {};
  if (selector.some(([key, value]) => labels[key] !== value)) {
    return invalid(
      "spec.template.metadata.labels",
      JSON.stringify(labels),
      "`selector` does not match template `labels`",
    );
  }
  return undefined;
}

function canaryError(rollout: Rollout): string | undefined {
  const canary = canaryOf(rollout);
  const { stableService, canaryService, maxSurge, maxUnavailable } = canary;
  if (!rollout.spec.strategy?.canary) {
    return "spec.strategy: Required value: Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'";
  }
  if (canaryService && canaryService === stableService) {
    return invalid(
      `${CANARY}.stableService`,
      stableService,
      "This rollout uses the same service for the stable and canary services, but two different services are required.",
    );
  }
  if (isZero(maxSurge) && isZero(maxUnavailable)) {
    return invalid(
      `${CANARY}.maxSurge`,
      String(maxSurge),
      "MaxSurge and MaxUnavailable both can not be zero",
    );
  }
  if (isRouted(rollout)) return undefined;
  if (canary.dynamicStableScale) {
    return invalid(
      `${CANARY}.dynamicStableScale`,
      "true",
      "Canary dynamicStableScale can only be used with traffic routing",
    );
  }
  if (canary.scaleDownDelaySeconds !== undefined) {
    return invalid(
      `${CANARY}.scaleDownDelaySeconds`,
      String(canary.scaleDownDelaySeconds),
      "Canary scaleDownDelaySeconds can only be used with traffic routing",
    );
  }
  return undefined;
}

const STEP_KINDS = [
  "setWeight",
  "pause",
  "setCanaryScale",
  "analysis",
  "experiment",
  "setHeaderRoute",
  "setMirrorRoute",
  "plugin",
] as const;

function stepError(rollout: Rollout, step: CanaryStep, path: string): string | undefined {
  const kinds = STEP_KINDS.filter((kind) => step[kind] !== undefined);
  if (kinds.length !== 1) {
    return invalid(
      path,
      kinds.join(","),
      "Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause",
    );
  }
  const max = maxTrafficWeight(rollout);
  if (step.setWeight !== undefined && (step.setWeight < 0 || step.setWeight > max)) {
    return invalid(`${path}.setWeight`, String(step.setWeight), `SetWeight needs to be between 0 and ${max}`);
  }
  const duration = step.pause?.duration;
  if (duration !== undefined && (durationSeconds(duration) ?? -1) < 0) {
    return invalid(`${path}.pause.duration`, String(duration), "Duration needs to be greater than 0");
  }
  const weighted = step.experiment?.templates.findIndex(({ weight }) => weight !== undefined) ?? -1;
  if (weighted >= 0) {
    const fault = templateWeightFault(rollout);
    const { weight } = step.experiment?.templates[weighted] ?? {};
    if (fault) return invalid(`${path}.experiment.templates[${weighted}].weight`, String(weight), fault);
  }
  if ((step.setCanaryScale || step.setHeaderRoute || step.setMirrorRoute) && !isRouted(rollout)) {
    return invalid(`${path}.${kinds[0]}`, "{}", `${kinds[0]} requires TrafficRouting to be set`);
  }
  return undefined;
}

/** Routers that can send traffic to more than stable and canary. */
const ROUTERS_WITH_TEMPLATES = ["alb", "smi", "istio", "plugins"];

function templateWeightFault(rollout: Rollout): string | undefined {
  if (!isRouted(rollout)) return "Experiment template weight cannot be set unless TrafficRouting is enabled";
  const { trafficRouting = {} } = canaryOf(rollout);
  if (ROUTERS_WITH_TEMPLATES.some((router) => router in trafficRouting)) return undefined;
  return "Experiment template weight is only available for TrafficRouting with SMI, ALB, and Istio at this time";
}

/** Often a matter of order (the Service is applied later), which is why upstream looks again every 20 s. */
function serviceError(store: ObjectStore, rollout: Rollout): string | undefined {
  const canary = canaryOf(rollout);
  return firstError(["stableService", "canaryService"] as const, (field) => {
    const name = canary[field];
    if (!name || store.find("services", rollout.metadata.namespace ?? null, name)) return undefined;
    return invalid(`${CANARY}.${field}`, name, `service "${name}" not found`);
  });
}

function analysisError(store: ObjectStore, rollout: Rollout): string | undefined {
  const { analysis } = canaryOf(rollout);
  const analyses = [
    { analysis, path: `${CANARY}.analysis` },
    ...stepsOf(rollout).flatMap((step, index) => [
      { analysis: step.analysis, path: `${CANARY}.steps[${index}].analysis` },
      ...(step.experiment?.analyses ?? []).map(({ args, ...reference }) => ({
        analysis: { templates: [reference], ...(args ? { args } : {}) },
        path: `${CANARY}.steps[${index}].experiment.analyses`,
      })),
    ]),
  ];
  return firstError(analyses, (entry) =>
    entry.analysis ? templatesError(store, rollout, entry.analysis, `${entry.path}.templates`) : undefined,
  );
}

function templatesError(
  store: ObjectStore,
  rollout: Rollout,
  analysis: RolloutAnalysis,
  path: string,
): string | undefined {
  try {
    analysisRunSpec(store, rollout.metadata.namespace ?? null, analysis);
    return undefined;
  } catch (error) {
    if (!(error instanceof AnalysisTemplateError)) throw error;
    const names = (analysis.templates ?? []).map(({ templateName }) => templateName).join(",");
    return invalid(path, names, error.message);
  }
}

function firstError<T>(
  items: readonly T[],
  check: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const error = check(item, index);
    if (error !== undefined) return error;
  }
  return undefined;
}

function invalid(path: string, value: string, detail: string): string {
  return `${path}: Invalid value: "${value}": ${detail}`;
}

function isZero(limit: number | string | undefined): boolean {
  return limit !== undefined && Number.parseFloat(String(limit)) === 0;
}
