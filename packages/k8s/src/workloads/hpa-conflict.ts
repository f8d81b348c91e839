import type { HpaInfo } from "@horizon/contracts";
import { countPods } from "./count-pods.ts";

/** What an autoscaler makes of a number of pods that is set by hand. */
export function describeHpaConflict(
  { name, minReplicas, maxReplicas }: Pick<HpaInfo, "name" | "minReplicas" | "maxReplicas">,
  replicas: number,
): string {
  // An autoscaler leaves a workload that was scaled to 0 alone, unless 0 is one of its own numbers.
  if (replicas === 0 && minReplicas > 0) {
    return `Autoscaler ${name} stops while there are 0 pods, and does not start them again by itself.`;
  }
  if (replicas < minReplicas) return overruled(name, `at least ${countPods(minReplicas)}`, replicas);
  if (replicas > maxReplicas) return overruled(name, `at most ${countPods(maxReplicas)}`, replicas);
  return `Autoscaler ${name} owns the number of pods (${minReplicas}–${maxReplicas}) and may overrule ${replicas} at any time. Change its bounds to make it last.`;
}

function overruled(name: string, bound: string, replicas: number): string {
  return `Autoscaler ${name} keeps ${bound} and will overrule ${replicas} within seconds. Change its bounds instead.`;
}
