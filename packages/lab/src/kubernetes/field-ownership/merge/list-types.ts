/** Lists whose items are told apart by these fields; every list that is not named here is replaced as a whole. */
export const LIST_KEYS: Record<string, readonly string[]> = {
  "V1ObjectMeta.ownerReferences": ["uid"],
  "V1PodSpec.containers": ["name"],
  "V1PodSpec.initContainers": ["name"],
  "V1PodSpec.ephemeralContainers": ["name"],
  "V1PodSpec.volumes": ["name"],
  "V1PodSpec.imagePullSecrets": ["name"],
  "V1PodSpec.hostAliases": ["ip"],
  "V1PodSpec.topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"],
  "V1PodSpec.schedulingGates": ["name"],
  "V1PodSpec.resourceClaims": ["name"],
  ...ofContainer("V1Container"),
  ...ofContainer("V1EphemeralContainer"),
  "V1ResourceRequirements.claims": ["name"],
  "V1ContainerStatus.volumeMounts": ["mountPath"],
  "V1ContainerStatus.allocatedResourcesStatus": ["name"],
  "V1PodStatus.conditions": ["type"],
  "V1PodStatus.podIPs": ["ip"],
  "V1PodStatus.resourceClaimStatuses": ["name"],
  "V1ServiceSpec.ports": ["port", "protocol"],
  "V1ServiceStatus.conditions": ["type"],
  "V1ServiceAccount.secrets": ["name"],
  "V1NodeStatus.conditions": ["type"],
  "V1NodeStatus.addresses": ["type"],
  "V1NamespaceStatus.conditions": ["type"],
  "V1DeploymentStatus.conditions": ["type"],
  "V1StatefulSetStatus.conditions": ["type"],
  "V1PersistentVolumeClaimStatus.conditions": ["type"],
  "V1DaemonSetStatus.conditions": ["type"],
  "V1ReplicaSetStatus.conditions": ["type"],
  "V1APIServiceStatus.conditions": ["type"],
  "V1MutatingWebhookConfiguration.webhooks": ["name"],
  "V1ValidatingWebhookConfiguration.webhooks": ["name"],
  "V2HorizontalPodAutoscalerStatus.conditions": ["type"],
  "V1PodDisruptionBudgetStatus.conditions": ["type"],
  "V1CustomResourceDefinitionStatus.conditions": ["type"],
};

function ofContainer(model: string): Record<string, readonly string[]> {
  return {
    [`${model}.ports`]: ["containerPort", "protocol"],
    [`${model}.env`]: ["name"],
    [`${model}.volumeMounts`]: ["mountPath"],
    [`${model}.volumeDevices`]: ["devicePath"],
  };
}

/** Keys that an item may leave out. */
export const KEY_DEFAULTS: Record<string, unknown> = { protocol: "TCP" };

/** Lists of scalars in which every value counts for itself. */
export const SET_FIELDS = new Set([
  "V1ObjectMeta.finalizers",
  "V1NodeSpec.podCIDRs",
  "V1ContainerRestartRuleOnExitCodes.values",
  "V1PodFailurePolicyOnExitCodesRequirement.values",
  "V1UncountedTerminatedPods.succeeded",
  "V1UncountedTerminatedPods.failed",
]);

/** Maps that are replaced as a whole. */
export const ATOMIC_FIELDS = new Set(["V1PodSpec.nodeSelector", "V1ServiceSpec.selector"]);

/** Objects that are replaced as a whole. */
export const ATOMIC_MODELS = new Set([
  "V1LabelSelector",
  "V1SecretReference",
  "V1FileKeySelector",
  "V1ObjectFieldSelector",
  "V1ResourceFieldSelector",
  "V1ConfigMapKeySelector",
  "V1SecretKeySelector",
  "V1NodeSelector",
  "V1NodeSelectorTerm",
  "V1EndpointAddress",
  "CoreV1EndpointPort",
  "V1ObjectReference",
  "V1LocalObjectReference",
  "V1TypedLocalObjectReference",
  "V1ScopeSelector",
  "V1ServiceBackendPort",
  "RbacV1Subject",
  "V1RoleRef",
]);

/** Structs that are part of their owner even when empty: nobody owns that they are there. */
export const PRESENT_STRUCTS = new Set([
  "V1Deployment.spec",
  "V1DeploymentSpec.strategy",
  "V1DeploymentSpec.template",
  "V1ReplicaSet.spec",
  "V1ReplicaSetSpec.template",
  "V1PodTemplateSpec.metadata",
  "V1PodTemplateSpec.spec",
  "V1Pod.spec",
  "V1Service.spec",
  "V1Job.spec",
  "V1JobSpec.template",
  "V1Node.spec",
  "V1Namespace.spec",
  "V1PodDisruptionBudget.spec",
  "V1Ingress.spec",
  "V1NetworkPolicy.spec",
  "V2HorizontalPodAutoscaler.spec",
  "V2HorizontalPodAutoscalerSpec.scaleTargetRef",
  "V2ResourceMetricSource.target",
]);
