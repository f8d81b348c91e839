import type { LabelSelector } from "../selectors/label-selector.ts";
import type { KubeObject } from "../store/object-store.ts";
import { canonicalJson, contentHash } from "./content-hash.ts";
import type { Condition, Container, PodTemplateSpec } from "./pod.ts";
import { parseQuantity, QUANTITY } from "./quantity.ts";
import type { ReplicaSet } from "./replica-set.ts";

/** apps/v1 Deployment. */
export interface Deployment extends KubeObject {
  spec: {
    replicas?: number;
    selector: LabelSelector;
    template: PodTemplateSpec;
    strategy?: {
      type?: "RollingUpdate" | "Recreate";
      rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string };
    };
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
    paused?: boolean;
    progressDeadlineSeconds?: number;
  };
  status?: DeploymentStatus;
}

export interface DeploymentStatus {
  observedGeneration?: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  unavailableReplicas?: number;
  conditions?: Condition[];
}

export const POD_TEMPLATE_HASH = "pod-template-hash";
export const REVISION = "deployment.kubernetes.io/revision";
export const DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
export const MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
const NOT_COPIED = new Set([
  REVISION,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  LAST_APPLIED,
  "deprecated.deployment.rollback.to",
]);

/** Hash label of a pod template; the same for templates that differ only in key order. */
export function podTemplateHash(template: PodTemplateSpec): string {
  return contentHash(canonicalJson(template));
}

/**
 * Whether two templates are the same but for the hash label that the controller adds. Quantities compare by value: kubectl
 * writes `1` for the `1000m` that it read, and an undo must still find its ReplicaSet.
 */
export function equalIgnoringHash(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return comparableJson(a) === comparableJson(b);
}

/** The ReplicaSet of the current template; the oldest if there are several. */
export function findNewReplicaSet(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  return [...replicaSets]
    .sort(byCreation)
    .find((replicaSet) => equalIgnoringHash(replicaSet.spec.template, deployment.spec.template));
}

export function revisionOf(replicaSet: ReplicaSet): number {
  return Number(replicaSet.metadata.annotations?.[REVISION] ?? 0);
}

export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  return (
    a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp) || revisionOf(a) - revisionOf(b)
  );
}

/** The annotations a Deployment passes on to its ReplicaSets (change-cause among them). */
export function inheritedAnnotations(deployment: Deployment): Record<string, string> {
  const annotations = Object.entries(deployment.metadata.annotations ?? {});
  return Object.fromEntries(annotations.filter(([key]) => !NOT_COPIED.has(key)));
}

/** maxSurge and maxUnavailable in pods: percentages round up and down; both zero would never move, so one may be missing. */
export function resolveFenceposts(deployment: Deployment): { maxSurge: number; maxUnavailable: number } {
  const { replicas = 1, strategy } = deployment.spec;
  if (strategy?.type === "Recreate") return { maxSurge: 0, maxUnavailable: 0 };
  const maxSurge = scaledValue(strategy?.rollingUpdate?.maxSurge ?? "25%", replicas, Math.ceil);
  const maxUnavailable = scaledValue(strategy?.rollingUpdate?.maxUnavailable ?? "25%", replicas, Math.floor);
  if (maxSurge === 0 && maxUnavailable === 0) return { maxSurge, maxUnavailable: 1 };
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) };
}

function scaledValue(value: number | string, total: number, round: (value: number) => number): number {
  if (typeof value === "number") return value;
  const percentage = Number.parseFloat(value);
  return value.endsWith("%") ? round((percentage * total) / 100) : percentage;
}

const comparableOfTemplate = new WeakMap<PodTemplateSpec, string>();

function comparableJson(template: PodTemplateSpec): string {
  const known = comparableOfTemplate.get(template);
  if (known !== undefined) return known;
  const { [POD_TEMPLATE_HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  const byValue = (container: Container) => ({
    ...container,
    resources: resourcesByValue(container.resources),
  });
  const { containers, initContainers = [] } = template.spec;
  const json = canonicalJson({
    metadata: { ...template.metadata, labels },
    spec: {
      ...template.spec,
      containers: containers.map(byValue),
      initContainers: initContainers.map(byValue),
    },
  });
  comparableOfTemplate.set(template, json);
  return json;
}

function resourcesByValue(resources: Container["resources"]): object {
  const values = (quantities: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(quantities).map(([name, text]) => [name, quantityOrText(text)]));
  return { requests: values(resources?.requests), limits: values(resources?.limits) };
}

function quantityOrText(text: string): number | string {
  return QUANTITY.test(text) ? parseQuantity(text) : text;
}
