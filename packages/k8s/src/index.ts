export type { ChangeDraft } from "./changes/change-draft.ts";
export type { ConfigFacts, NodeFacts } from "./changes/detect-change.ts";
export { listPastDeploys, type PastDeploy } from "./changes/list-past-deploys.ts";
export {
  type ClusterClient,
  type ClusterRequest,
  createClusterClient,
  type Impersonation,
} from "./client/cluster-client.ts";
export { findKubernetesDetails, type KubernetesErrorDetails } from "./client/kubernetes-error.ts";
export { type ResourceType, resourcePath, resourceTypes } from "./client/resource-type.ts";
export { fieldManager, type SendOptions, sendPlannedRequest } from "./client/send-planned-request.ts";
export type {
  ClusterCache,
  ClusterCacheListener,
  ClusterCacheOptions,
} from "./cluster-cache/cluster-cache.ts";
export type { RowChange, RowKind } from "./cluster-cache/cluster-rows.ts";
export type { CachedItems, CachedKind } from "./cluster-cache/cluster-tables.ts";
export { createClusterCache } from "./cluster-cache/create-cluster-cache.ts";
export { readRolloutDetail, readWorkloadDetail } from "./cluster-cache/read-details.ts";
export { createStringPool } from "./cluster-cache/string-pool.ts";
export type { ClusterEntry, ConfigProblem, EnvironmentEntry } from "./config/cluster-config.ts";
export {
  type ClusterConfig,
  type ConfiguredCluster,
  type LoadedClusterConfig,
  loadClusterConfig,
} from "./config/load-cluster-config.ts";
export { type Clock, createSystemClock } from "./kubernetes/clock.ts";
export type { KubeObject, ObjectMeta } from "./kubernetes/object-meta.ts";
export type { PlannedRequest } from "./kubernetes/planned-request.ts";
export type { Rollout } from "./kubernetes/rollout.ts";
export type {
  Deployment,
  HorizontalPodAutoscaler,
  PodDisruptionBudget,
  ReplicaSet,
} from "./kubernetes/workload.ts";
export type { LogBatch } from "./logs/log-merger.ts";
export { type LogPod, streamWorkloadLogs, type WorkloadLogOptions } from "./logs/stream-workload-logs.ts";
export type { ReflectorStatus } from "./reflector/reflector-status.ts";
export { describeBlastRadius } from "./workloads/blast-radius.ts";
export { describeTemplateChange } from "./workloads/describe-template-change.ts";
export { diffDryRun, diffJson } from "./workloads/diff-json.ts";
export { describeHpaConflict } from "./workloads/hpa-conflict.ts";
export { serviceName } from "./workloads/image-version.ts";
export { kubectlCommand } from "./workloads/kubectl-command.ts";
export { diffRevisions, findRevision, listRevisions } from "./workloads/list-revisions.ts";
export {
  observeDeploymentChange,
  observeScale,
  observeScaleBounds,
} from "./workloads/observe-workload-action.ts";
export {
  planPodDelete,
  planWorkloadAction,
  type WorkloadCommand,
  type WorkloadPlanContext,
  workloadPath,
} from "./workloads/plan-workload-action.ts";
export type { PodFacts } from "./workloads/pod-facts.ts";
export type { ServiceFacts } from "./workloads/service-facts.ts";
export { isWorkloadObserved } from "./workloads/workload-observed.ts";
export { readRevision, type Workload } from "./workloads/workload-row.ts";
