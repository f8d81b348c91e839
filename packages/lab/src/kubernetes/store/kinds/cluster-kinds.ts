import { newApiServiceStatus } from "../defaults/api-service-status.ts";
import { defaultPriorityClass, defaultStorageClass } from "../defaults/cluster-defaults.ts";
import { defineKinds } from "../define-kinds.ts";
import type { ResourceKind } from "../resource-kind.ts";

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
  { kind: "IngressClass", plural: "ingressclasses", namespaced: false, generation: "spec" },
]);

const COORDINATION = defineKinds("coordination.k8s.io", "v1", false, [{ kind: "Lease", plural: "leases" }]);

const RBAC = defineKinds("rbac.authorization.k8s.io", "v1", false, [
  { kind: "Role", plural: "roles" },
  { kind: "RoleBinding", plural: "rolebindings" },
  { kind: "ClusterRole", plural: "clusterroles", namespaced: false },
  { kind: "ClusterRoleBinding", plural: "clusterrolebindings", namespaced: false },
]);

const SCHEDULING = defineKinds("scheduling.k8s.io", "v1", false, [
  {
    kind: "PriorityClass",
    applyDefaults: defaultPriorityClass,
    plural: "priorityclasses",
    shortNames: ["pc"],
    namespaced: false,
    generation: "content",
  },
]);

const STORAGE = defineKinds("storage.k8s.io", "v1", false, [
  {
    kind: "StorageClass",
    applyDefaults: defaultStorageClass,
    plural: "storageclasses",
    shortNames: ["sc"],
    namespaced: false,
  },
]);

/** Stored and shown: what they name does not run in the lab, and is not asked. */
const ADMISSION = defineKinds("admissionregistration.k8s.io", "v1", false, [
  {
    kind: "MutatingWebhookConfiguration",
    plural: "mutatingwebhookconfigurations",
    categories: ["api-extensions"],
    namespaced: false,
    generation: "content",
  },
  {
    kind: "ValidatingWebhookConfiguration",
    plural: "validatingwebhookconfigurations",
    categories: ["api-extensions"],
    namespaced: false,
    generation: "content",
  },
]);

const APIREGISTRATION = defineKinds("apiregistration.k8s.io", "v1", false, [
  {
    kind: "APIService",
    initialStatus: newApiServiceStatus,
    plural: "apiservices",
    categories: ["api-extensions"],
    namespaced: false,
    subresources: ["status"],
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

export const CLUSTER_KINDS: readonly ResourceKind[] = [
  ...NETWORKING,
  ...COORDINATION,
  ...RBAC,
  ...SCHEDULING,
  ...STORAGE,
  ...ADMISSION,
  ...APIREGISTRATION,
  ...APIEXTENSIONS,
];
