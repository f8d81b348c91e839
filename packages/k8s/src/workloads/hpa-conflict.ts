import type { HorizontalPodAutoscaler } from "../kubernetes/workload.ts";

export interface HpaConflict {
  message: string;
  /** Bounds that would make the autoscaler want what was asked for. */
  suggestion: { minReplicas: number; maxReplicas: number };
}

/** Who overrules a manual scale, and which bounds to set instead; undefined where no autoscaler owns the count. */
export function findHpaConflict(
  hpa: HorizontalPodAutoscaler | undefined,
  replicas: number,
): HpaConflict | undefined {
  if (!hpa) return undefined;
  const minReplicas = hpa.spec.minReplicas ?? 1;
  const { maxReplicas } = hpa.spec;
  const name = hpa.metadata.name;
  if (replicas === 0) {
    // An autoscaler leaves a workload that was scaled to 0 alone.
    const message = `Autoscaler ${name} stops while there are 0 pods, and does not start them again by itself.`;
    return { message, suggestion: { minReplicas, maxReplicas } };
  }
  const suggestion = { minReplicas: replicas, maxReplicas: Math.max(maxReplicas, replicas) };
  const bound =
    replicas < minReplicas
      ? `at least ${minReplicas}`
      : replicas > maxReplicas
        ? `at most ${maxReplicas}`
        : undefined;
  const message = bound
    ? `Autoscaler ${name} keeps ${bound} pods and will overrule ${replicas} within seconds. Change its bounds instead.`
    : `Autoscaler ${name} owns the number of pods (${minReplicas}–${maxReplicas}) and may overrule ${replicas} at any time. Change its bounds to make it last.`;
  return { message, suggestion };
}
