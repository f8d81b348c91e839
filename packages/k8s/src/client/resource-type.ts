/** A kind as the API addresses it. */
export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
}

const type = (
  group: string,
  version: string,
  plural: string,
  kind: string,
  namespaced = true,
): ResourceType => ({
  group,
  version,
  plural,
  kind,
  namespaced,
});

/** The kinds that Horizon watches. */
export const resourceTypes = {
  pods: type("", "v1", "pods", "Pod"),
  services: type("", "v1", "services", "Service"),
  events: type("", "v1", "events", "Event"),
  nodes: type("", "v1", "nodes", "Node", false),
  configmaps: type("", "v1", "configmaps", "ConfigMap"),
  secrets: type("", "v1", "secrets", "Secret"),
  deployments: type("apps", "v1", "deployments", "Deployment"),
  replicasets: type("apps", "v1", "replicasets", "ReplicaSet"),
  horizontalpodautoscalers: type("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
  poddisruptionbudgets: type("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"),
  rollouts: type("argoproj.io", "v1alpha1", "rollouts", "Rollout"),
  analysisruns: type("argoproj.io", "v1alpha1", "analysisruns", "AnalysisRun"),
} as const satisfies Record<string, ResourceType>;

/** Path of the collection, or of one object of it. */
export function resourcePath(
  resource: ResourceType,
  target: { namespace?: string; name?: string } = {},
): string {
  const root =
    resource.group === "" ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope =
    resource.namespaced && target.namespace ? `/namespaces/${encodeURIComponent(target.namespace)}` : "";
  const name = target.name ? `/${encodeURIComponent(target.name)}` : "";
  return `${root}${scope}/${resource.plural}${name}`;
}
