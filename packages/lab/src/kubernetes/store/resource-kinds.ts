import { analysisRunSchema, analysisTemplateSchema } from "../custom-kinds/argo/analysis-schemas.ts";
import { experimentSchema } from "../custom-kinds/argo/experiment-schema.ts";
import { rolloutSchema } from "../custom-kinds/argo/rollout-schema.ts";
import { clusterSecretStoreSchema } from "../custom-kinds/external-secrets/cluster-secret-store-schema.ts";
import { externalSecretSchema } from "../custom-kinds/external-secrets/external-secret-schema.ts";
import { schemaKind } from "../custom-kinds/schema-kind.ts";
import { ABSENT_KINDS } from "./absent-kinds.ts";
import {
  defaultAutoscaler,
  defaultDeployment,
  defaultJob,
  defaultNamespace,
  defaultPod,
  defaultReplicaSet,
  defaultSecret,
  defaultService,
  newPodStatus,
} from "./defaults/kind-defaults.ts";
import { defineKinds } from "./define-kinds.ts";
import { EVENTS_VIEW } from "./events-view.ts";
import type { ResourceKind } from "./resource-kind.ts";

const CORE = defineKinds("", "v1", false, [
  {
    kind: "Pod",
    applyDefaults: defaultPod,
    initialStatus: newPodStatus,
    plural: "pods",
    shortNames: ["po"],
    categories: ["all"],
    subresources: ["status", "log", "eviction", "exec", "attach", "portforward"],
    generation: "spec",
  },
  {
    kind: "Service",
    applyDefaults: defaultService,
    initialStatus: () => ({ loadBalancer: {} }),
    plural: "services",
    shortNames: ["svc"],
    categories: ["all"],
    subresources: ["status"],
  },
  { kind: "Endpoints", plural: "endpoints", singular: "endpoints", shortNames: ["ep"] },
  { kind: "Event", plural: "events", shortNames: ["ev"] },
  {
    kind: "Node",
    keepsStatusOnCreate: true,
    plural: "nodes",
    shortNames: ["no"],
    namespaced: false,
    subresources: ["status"],
  },
  {
    kind: "Namespace",
    applyDefaults: defaultNamespace,
    initialStatus: () => ({ phase: "Active" }),
    plural: "namespaces",
    shortNames: ["ns"],
    namespaced: false,
    subresources: ["status"],
  },
  { kind: "ConfigMap", plural: "configmaps", shortNames: ["cm"] },
  { kind: "Secret", plural: "secrets", applyDefaults: defaultSecret },
  { kind: "ServiceAccount", plural: "serviceaccounts", shortNames: ["sa"], subresources: ["token"] },
]);

const APPS = defineKinds("apps", "v1", false, [
  {
    kind: "Deployment",
    applyDefaults: defaultDeployment,
    initialStatus: () => ({}),
    plural: "deployments",
    shortNames: ["deploy"],
    categories: ["all"],
    subresources: ["status", "scale"],
    generation: "spec",
  },
  {
    kind: "ReplicaSet",
    applyDefaults: defaultReplicaSet,
    initialStatus: () => ({ replicas: 0 }),
    plural: "replicasets",
    shortNames: ["rs"],
    categories: ["all"],
    subresources: ["status", "scale"],
    generation: "spec",
  },
]);

const AUTOSCALING = defineKinds("autoscaling", "v2", false, [
  {
    kind: "HorizontalPodAutoscaler",
    applyDefaults: defaultAutoscaler,
    initialStatus: () => ({ desiredReplicas: 0, currentMetrics: null }),
    plural: "horizontalpodautoscalers",
    shortNames: ["hpa"],
    categories: ["all"],
    subresources: ["status"],
  },
]);

const POLICY = defineKinds("policy", "v1", false, [
  {
    kind: "PodDisruptionBudget",
    initialStatus: () => ({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
    plural: "poddisruptionbudgets",
    shortNames: ["pdb"],
    subresources: ["status"],
    generation: "spec",
  },
]);

const BATCH = defineKinds("batch", "v1", false, [
  {
    kind: "Job",
    applyDefaults: defaultJob,
    initialStatus: () => ({}),
    plural: "jobs",
    categories: ["all"],
    subresources: ["status"],
    generation: "spec",
  },
]);

const NETWORKING = defineKinds("networking.k8s.io", "v1", false, [
  {
    kind: "Ingress",
    initialStatus: () => ({ loadBalancer: {} }),
    plural: "ingresses",
    shortNames: ["ing"],
    subresources: ["status"],
    generation: "spec",
  },
  { kind: "NetworkPolicy", plural: "networkpolicies", shortNames: ["netpol"], generation: "spec" },
]);

const COORDINATION = defineKinds("coordination.k8s.io", "v1", false, [{ kind: "Lease", plural: "leases" }]);

const RBAC = defineKinds("rbac.authorization.k8s.io", "v1", false, [
  { kind: "Role", plural: "roles" },
  { kind: "RoleBinding", plural: "rolebindings" },
  { kind: "ClusterRole", plural: "clusterroles", namespaced: false },
  { kind: "ClusterRoleBinding", plural: "clusterrolebindings", namespaced: false },
]);

/** The kinds of Argo Rollouts 1.9: only Rollout has subresources (its CRDs declare none for the others). */
const ARGO = defineKinds("argoproj.io", "v1alpha1", true, [
  {
    kind: "Rollout",
    ...schemaKind(rolloutSchema),
    plural: "rollouts",
    shortNames: ["ro"],
    subresources: ["status", "scale"],
    generation: "spec",
  },
  {
    kind: "AnalysisRun",
    ...schemaKind(analysisRunSchema),
    plural: "analysisruns",
    shortNames: ["ar"],
    generation: "content",
  },
  {
    kind: "AnalysisTemplate",
    ...schemaKind(analysisTemplateSchema),
    plural: "analysistemplates",
    shortNames: ["at"],
    generation: "content",
  },
  {
    kind: "ClusterAnalysisTemplate",
    ...schemaKind(analysisTemplateSchema),
    plural: "clusteranalysistemplates",
    shortNames: ["cat"],
    namespaced: false,
    generation: "content",
  },
  {
    kind: "Experiment",
    ...schemaKind(experimentSchema),
    plural: "experiments",
    shortNames: ["exp"],
    generation: "content",
  },
]);

/** Stored and shown; nothing in the lab makes Secrets of them. */
const EXTERNAL_SECRETS = defineKinds("external-secrets.io", "v1", true, [
  {
    kind: "ExternalSecret",
    ...schemaKind(externalSecretSchema),
    plural: "externalsecrets",
    shortNames: ["es"],
    categories: ["external-secrets"],
    subresources: ["status"],
    generation: "spec",
  },
  {
    kind: "ClusterSecretStore",
    ...schemaKind(clusterSecretStoreSchema),
    plural: "clustersecretstores",
    shortNames: ["css"],
    categories: ["external-secrets"],
    namespaced: false,
    subresources: ["status"],
    generation: "spec",
  },
]);

const APIEXTENSIONS = defineKinds("apiextensions.k8s.io", "v1", false, [
  {
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions",
    shortNames: ["crd", "crds"],
    categories: ["api-extensions"],
    namespaced: false,
    subresources: ["status"],
    generation: "spec",
  },
]);

/** Another shape of the core group's events: the same objects, kept once. */
const EVENTS = defineKinds("events.k8s.io", "v1", false, [
  { kind: "Event", plural: "events", shortNames: ["ev"], view: EVENTS_VIEW },
]);

/** Every kind the lab's cluster is born with. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
  ...CORE,
  ...APPS,
  ...AUTOSCALING,
  ...POLICY,
  ...BATCH,
  ...NETWORKING,
  ...EVENTS,
  ...COORDINATION,
  ...ABSENT_KINDS,
  ...RBAC,
  ...ARGO,
  ...EXTERNAL_SECRETS,
  ...APIEXTENSIONS,
];
