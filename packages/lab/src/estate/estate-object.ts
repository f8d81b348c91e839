import type {
  KubeObject,
  NewKubeObject,
  ObjectStore,
  ResourceName,
} from "../kubernetes/store/object-store.ts";

/** An object of any kind with a fixed name, as a manifest has it. */
export type Manifest = NewKubeObject<KubeObject> & { metadata: { name: string }; [field: string]: unknown };

const RESOURCES: Record<string, ResourceName> = {
  Namespace: "namespaces",
  Node: "nodes",
  ServiceAccount: "serviceaccounts",
  ConfigMap: "configmaps",
  Secret: "secrets",
  Service: "services",
  Deployment: "deployments.apps",
  HorizontalPodAutoscaler: "horizontalpodautoscalers.autoscaling",
  PodDisruptionBudget: "poddisruptionbudgets.policy",
  Ingress: "ingresses.networking.k8s.io",
  ClusterRole: "clusterroles.rbac.authorization.k8s.io",
  ClusterRoleBinding: "clusterrolebindings.rbac.authorization.k8s.io",
  Rollout: "rollouts.argoproj.io",
  AnalysisTemplate: "analysistemplates.argoproj.io",
};

/** Creates objects in order; a kind the estate does not use is a mistake in it. */
export function createObjects(store: ObjectStore, manifests: readonly Manifest[]): void {
  for (const manifest of manifests) {
    const resource = RESOURCES[manifest.kind];
    if (resource === undefined) throw new Error(`The estate has no objects of kind ${manifest.kind}`);
    store.create(resource, manifest);
  }
}
