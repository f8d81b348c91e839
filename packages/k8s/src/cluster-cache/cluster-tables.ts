import type { EventRow } from "@horizon/contracts";
import type { ConfigFacts, NodeFacts } from "../changes/detect-change.ts";
import type { AnalysisRun, Rollout } from "../kubernetes/rollout.ts";
import type {
  Deployment,
  HorizontalPodAutoscaler,
  PodDisruptionBudget,
  ReplicaSet,
} from "../kubernetes/workload.ts";
import type { PodFacts } from "../workloads/pod-facts.ts";
import type { ServiceFacts } from "../workloads/service-facts.ts";

/** What is kept of each watched kind. Guards need the spec of workloads, so those are kept whole (stripped). */
export interface CachedItems {
  pods: PodFacts;
  deployments: Deployment;
  replicasets: ReplicaSet;
  rollouts: Rollout;
  analysisruns: AnalysisRun;
  horizontalpodautoscalers: HorizontalPodAutoscaler;
  poddisruptionbudgets: PodDisruptionBudget;
  services: ServiceFacts;
  events: EventRow;
  nodes: NodeFacts;
  configmaps: ConfigFacts;
  secrets: ConfigFacts;
}
export type CachedKind = keyof CachedItems;
/** Kinds that are joined into rows. Events are the most numerous objects of a cluster: their reflector alone keeps them. */
export type IndexedKind = Exclude<CachedKind, "events">;

/** Members of a group by key; groups that empty are dropped. */
export interface GroupIndex {
  add(group: string, member: string): void;
  remove(group: string, member: string): void;
  members(group: string): ReadonlySet<string>;
}

const nobody: ReadonlySet<string> = new Set();

/** Members by their group; a group without any is forgotten. */
export function createGroupIndex(): GroupIndex {
  const groups = new Map<string, Set<string>>();
  return {
    add(group, member) {
      const members = groups.get(group);
      if (members) members.add(member);
      else groups.set(group, new Set([member]));
    },
    remove(group, member) {
      const members = groups.get(group);
      members?.delete(member);
      if (members?.size === 0) groups.delete(group);
    },
    members: (group) => groups.get(group) ?? nobody,
  };
}
