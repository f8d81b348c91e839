import type { ConfigMap, KubeEvent, Node, Secret, Service } from "../kubernetes/cluster-objects.ts";
import type { KubeObject } from "../kubernetes/object-meta.ts";
import type { Pod } from "../kubernetes/pod.ts";
import { projectPod } from "../workloads/pod-facts.ts";
import { projectService } from "../workloads/service-facts.ts";
import type { CachedItems, CachedKind } from "./cluster-tables.ts";
import { projectConfigMap, projectEvent, projectNode, projectSecret, stripObject } from "./project-object.ts";

type Projections = {
  /** `environment` is that of the object's namespace; empty for kinds without namespaces. */
  [Kind in CachedKind]: (object: KubeObject, environment: string) => CachedItems[Kind] | undefined;
};

/** Secrets that a machine writes and nobody configures. */
const machineSecrets = new Set(["kubernetes.io/service-account-token", "helm.sh/release.v1"]);

/** What is kept of each watched kind. */
export const projections: Projections = {
  pods: (object) => projectPod(object as Pod),
  deployments: stripObject,
  replicasets: stripObject,
  rollouts: stripObject,
  analysisruns: stripObject,
  horizontalpodautoscalers: stripObject,
  poddisruptionbudgets: stripObject,
  services: (object) => projectService(object as Service),
  events: (object, environment) => projectEvent(object as unknown as KubeEvent, environment),
  nodes: (object) => projectNode(object as Node),
  configmaps: (object) =>
    object.metadata.name === "kube-root-ca.crt" ? undefined : projectConfigMap(object as ConfigMap),
  secrets: (object) =>
    machineSecrets.has((object as Secret).type ?? "") ? undefined : projectSecret(object as Secret),
};

export const cachedKinds = Object.keys(projections) as CachedKind[];

/** Kinds without which the views would lie; the others may be missing or lag without a word on top of the page. */
export const requiredKinds: readonly CachedKind[] = [
  "pods",
  "deployments",
  "replicasets",
  "rollouts",
  "horizontalpodautoscalers",
];

/** Kinds that pages show beside those: of one that can no longer be read nothing is shown, and why is told. */
export const sideKinds: readonly CachedKind[] = [
  "analysisruns",
  "services",
  "poddisruptionbudgets",
  "events",
];
