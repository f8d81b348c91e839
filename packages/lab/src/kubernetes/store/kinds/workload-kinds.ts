import { defaultCronJob, defaultJob } from "../defaults/job-defaults.ts";
import {
  defaultAutoscaler,
  defaultDaemonSet,
  defaultDeployment,
  defaultReplicaSet,
  defaultStatefulSet,
} from "../defaults/kind-defaults.ts";
import { defineKinds } from "../define-kinds.ts";
import type { ResourceKind } from "../resource-kind.ts";

const NO_DAEMONS = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};

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
  {
    kind: "DaemonSet",
    applyDefaults: defaultDaemonSet,
    initialStatus: () => NO_DAEMONS,
    plural: "daemonsets",
    shortNames: ["ds"],
    categories: ["all"],
    subresources: ["status"],
    generation: "spec",
  },
  {
    kind: "StatefulSet",
    applyDefaults: defaultStatefulSet,
    initialStatus: () => ({ replicas: 0, availableReplicas: 0 }),
    plural: "statefulsets",
    shortNames: ["sts"],
    categories: ["all"],
    subresources: ["status", "scale"],
    generation: "spec",
  },
  { kind: "ControllerRevision", plural: "controllerrevisions" },
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
  {
    kind: "CronJob",
    applyDefaults: defaultCronJob,
    initialStatus: () => ({}),
    plural: "cronjobs",
    shortNames: ["cj"],
    categories: ["all"],
    subresources: ["status"],
    generation: "spec",
  },
]);

export const WORKLOAD_KINDS: readonly ResourceKind[] = [...APPS, ...AUTOSCALING, ...POLICY, ...BATCH];
