import type { HorizontalPodAutoscaler } from "../kubernetes/workload.ts";
import { diffJson } from "../workloads/diff-json.ts";
import type { DetectedChange } from "./change-draft.ts";

/** What is kept of a ConfigMap or Secret: which keys it has and a hash of each value. Never a value. */
export interface ConfigFacts {
  uid: string;
  kind: "ConfigMap" | "Secret";
  namespace: string;
  name: string;
  resourceVersion: string;
  labels: Record<string, string>;
  hashes: Record<string, string>;
}

/** What is kept of a node. */
export interface NodeFacts {
  uid: string;
  name: string;
  ready: boolean;
  /** Cordoned. */
  unschedulable: boolean;
  reason: string;
  zone: string;
  instanceType: string;
  kubeletVersion: string;
  allocatable: { cpuMillis: number; memoryMib: number; pods: number };
  resourceVersion: string;
}

/** A change of the spec; what the autoscaler measures and decides is no change. */
export function detectHpaChange(
  before: HorizontalPodAutoscaler,
  after: HorizontalPodAutoscaler,
): DetectedChange | undefined {
  const fields = diffJson(before.spec, after.spec, "spec");
  if (fields.length === 0) return undefined;
  const bounds = ({ spec }: HorizontalPodAutoscaler) => `${spec.minReplicas ?? 1}–${spec.maxReplicas}`;
  const isBounds = fields.every(({ path }) => path === "spec.minReplicas" || path === "spec.maxReplicas");
  const target = after.spec.scaleTargetRef.name;
  const summary = isBounds
    ? `The autoscaler of ${target} may now run ${bounds(after)} pods (was ${bounds(before)})`
    : `The autoscaler of ${target} changed`;
  return { type: "scale", summary, fields };
}

/** Keys added, removed and changed. Secrets tell only that a value changed, not even by a hash. */
export function detectConfigChange(before: ConfigFacts, after: ConfigFacts): DetectedChange | undefined {
  const fields = diffJson(before.hashes, after.hashes, "").map(({ path, before: left, after: right }) => ({
    path: `data[${path}]`,
    before: maskHash(left, after.kind),
    after: maskHash(right, after.kind),
  }));
  if (fields.length === 0) return undefined;
  const keys = fields.map(({ path }) => path.slice("data[".length, -1));
  const shown =
    keys.length > 3 ? `${keys.slice(0, 3).join(", ")} and ${keys.length - 3} more` : keys.join(", ");
  return { type: "config", summary: `${after.kind} ${after.name} changed: ${shown}`, fields };
}

const maskHash = (hash: string | null, kind: ConfigFacts["kind"]) =>
  hash !== null && kind === "Secret" ? "(hidden)" : hash;

/** Readiness, cordon and kubelet version; the rest of a node changes all the time. */
export function detectNodeChange(before: NodeFacts, after: NodeFacts): DetectedChange | undefined {
  const pick = ({ ready, unschedulable, kubeletVersion }: NodeFacts) => ({
    ready,
    unschedulable,
    kubeletVersion,
  });
  const fields = diffJson(pick(before), pick(after), "");
  if (fields.length === 0) return undefined;
  const summary =
    before.ready !== after.ready
      ? `Node ${after.name} is ${after.ready ? "ready again" : `not ready${after.reason === "" ? "" : `: ${after.reason}`}`}`
      : before.unschedulable !== after.unschedulable
        ? `Node ${after.name} is ${after.unschedulable ? "cordoned" : "schedulable again"}`
        : `Node ${after.name} changed`;
  return { type: "node", summary, fields };
}
