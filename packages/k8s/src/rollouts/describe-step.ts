import { type RolloutStep, rolloutStep } from "@horizon/contracts";
import type { CanaryStep, Rollout } from "../kubernetes/rollout.ts";
import { reachedWeight, setWeightAt, targetReplicasAt, toPercent } from "./canary-weights.ts";
import { formatDuration, parseDurationMs } from "./parse-duration.ts";

type StepKind = RolloutStep["kind"];

/** The one field that is set decides what a step is. */
function stepKindOf(step: CanaryStep): StepKind {
  return rolloutStep.shape.kind.options.find((kind) => step[kind] !== undefined) ?? "pause";
}

interface StepDescription {
  kind: StepKind;
  /** `Set weight to 25 %` */
  title: string;
  /** What it does to pods and traffic. */
  detail: string;
  plannedDurationMs: number | null;
  /** A pause that only a person ends. */
  waitsForPerson: boolean;
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function describeScale(rollout: Rollout, scale: NonNullable<CanaryStep["setCanaryScale"]>): string {
  const { replicas, weight = 0, matchTrafficWeight } = scale;
  if (matchTrafficWeight) return "Scale the canary with its traffic weight";
  if (replicas !== undefined) return `Scale the canary to ${plural(replicas, "pod")}`;
  return `Scale the canary to ${toPercent(rollout, weight)} % of the pods`;
}

function describeHeaderRoute({ name = "", match }: NonNullable<CanaryStep["setHeaderRoute"]>) {
  return match?.length
    ? { title: "Route by header", detail: `Route ${name} to the canary` }
    : { title: "Stop routing by header", detail: `Takes route ${name} away` };
}

/** A step in words, with what it will do to pods and traffic computed from the spec. */
export function describeStep(rollout: Rollout, index: number): StepDescription {
  const step = rollout.spec.strategy?.canary?.steps?.[index] ?? {};
  const kind = stepKindOf(step);
  const base = { kind, plannedDurationMs: null, waitsForPerson: false };
  switch (kind) {
    case "setWeight": {
      const weight = step.setWeight ?? 0;
      const target = targetReplicasAt(rollout, { stepIndex: index, weight });
      const pods = `${plural(target.canary, "canary pod")}, ${target.stable} stable`;
      const reached = reachedWeight(rollout, weight, target);
      const wanted = toPercent(rollout, weight);
      const share = reached === wanted ? "" : `: ${reached} % by pod count`;
      return { ...base, title: `Set weight to ${wanted} %`, detail: `${pods}${share}` };
    }
    case "pause": {
      const plannedDurationMs = parseDurationMs(step.pause?.duration);
      if (plannedDurationMs === null) {
        const detail = "Until someone promotes or aborts";
        return { ...base, title: "Pause for a person", detail, waitsForPerson: true };
      }
      const length = formatDuration(plannedDurationMs);
      return {
        ...base,
        title: `Pause ${length}`,
        detail: "Goes on by itself",
        plannedDurationMs,
      };
    }
    case "analysis": {
      const names = (step.analysis?.templates ?? []).map(({ templateName }) => templateName).join(", ");
      const detail = names === "" ? "A failure aborts the rollout" : `${names}; a failure aborts`;
      return { ...base, title: "Analyse the canary", detail };
    }
    case "experiment": {
      const plannedDurationMs = parseDurationMs(step.experiment?.duration);
      const length = plannedDurationMs === null ? "" : ` for ${formatDuration(plannedDurationMs)}`;
      const versions = plural(step.experiment?.templates?.length ?? 0, "version");
      return {
        ...base,
        title: `Run an experiment${length}`,
        detail: `Compares ${versions} side by side`,
        plannedDurationMs,
      };
    }
    case "setCanaryScale": {
      const { canary, stable } = targetReplicasAt(rollout, {
        stepIndex: index,
        weight: setWeightAt(rollout, index),
      });
      const detail = `${plural(canary, "canary pod")}, ${stable} stable; the traffic weight stays`;
      return { ...base, title: describeScale(rollout, step.setCanaryScale ?? {}), detail };
    }
    case "setHeaderRoute":
      return { ...base, ...describeHeaderRoute(step.setHeaderRoute ?? {}) };
    case "setMirrorRoute": {
      if (!step.setMirrorRoute?.match?.length) {
        const detail = `Takes route ${step.setMirrorRoute?.name ?? ""} away`;
        return { ...base, title: "Stop mirroring traffic", detail };
      }
      const percentage = step.setMirrorRoute?.percentage ?? 100;
      return {
        ...base,
        title: "Mirror traffic",
        detail: `Copies ${percentage} % of the requests to the canary`,
      };
    }
    case "plugin":
      return {
        ...base,
        title: `Run plugin ${step.plugin?.name ?? ""}`,
        detail: "Ends when the plugin reports success",
      };
  }
}
