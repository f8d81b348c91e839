export const META_MESSAGES = {
  V1ObjectMeta:
    "name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds? labels annotations ownerReferences finalizers . . managedFields",
  V1ManagedFieldsEntry: "manager operation apiVersion time . fieldsType fieldsV1 subresource",
  V1OwnerReference: "kind . name uid apiVersion controller? blockOwnerDeletion?",
  V1LabelSelector: "matchLabels matchExpressions",
  V1LabelSelectorRequirement: "key operator values",
  V1LocalObjectReference: "name",
  V1TypedLocalObjectReference: "apiGroup? kind name",
  V1TypedObjectReference: "apiGroup? kind name namespace?",
  V1Condition: "type status observedGeneration lastTransitionTime reason message",
  V1ObjectReference: "kind namespace name uid apiVersion resourceVersion fieldPath",
  V1CrossVersionObjectReference: "kind name apiVersion",
  V1DeleteOptions:
    "gracePeriodSeconds? preconditions orphanDependents? propagationPolicy dryRun ignoreStoreReadErrorWithClusterBreakingPotential?",
  V1Preconditions: "uid? resourceVersion?",
  V1FieldSelectorRequirement: "key operator values",
  V1Scale: "metadata spec status",
  V1ScaleSpec: "replicas",
  V1ScaleStatus: "replicas selector",
  LocalObjectReference: "name",
};
