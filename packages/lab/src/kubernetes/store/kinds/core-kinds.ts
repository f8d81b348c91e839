import { defaultLimitRange, defaultVolumeClaim } from "../defaults/cluster-defaults.ts";
import {
  defaultNamespace,
  defaultPod,
  defaultSecret,
  defaultService,
  newPodStatus,
} from "../defaults/kind-defaults.ts";
import { defineKinds } from "../define-kinds.ts";
import { EVENTS_VIEW } from "../events-view.ts";
import type { ResourceKind } from "../resource-kind.ts";

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
  /** Nothing in the lab provisions volumes: claims wait, and so do pods that need them. */
  {
    kind: "PersistentVolumeClaim",
    applyDefaults: defaultVolumeClaim,
    initialStatus: () => ({ phase: "Pending" }),
    plural: "persistentvolumeclaims",
    shortNames: ["pvc"],
    subresources: ["status"],
  },
  {
    kind: "ResourceQuota",
    initialStatus: () => ({}),
    plural: "resourcequotas",
    shortNames: ["quota"],
    subresources: ["status"],
  },
  { kind: "LimitRange", plural: "limitranges", shortNames: ["limits"], applyDefaults: defaultLimitRange },
  { kind: "ServiceAccount", plural: "serviceaccounts", shortNames: ["sa"], subresources: ["token"] },
]);

/** Another shape of the core group's events: the same objects, kept once. */
const EVENTS = defineKinds("events.k8s.io", "v1", false, [
  { kind: "Event", plural: "events", shortNames: ["ev"], view: EVENTS_VIEW },
]);

export const CORE_KINDS: readonly ResourceKind[] = [...CORE, ...EVENTS];
