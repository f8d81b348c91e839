export const POD_STATUS_MESSAGES = {
  V1PodStatus:
    "phase conditions message reason hostIP podIP startTime containerStatuses qosClass initContainerStatuses nominatedNodeName podIPs ephemeralContainerStatuses resize resourceClaimStatuses hostIPs observedGeneration extendedResourceClaimStatus allocatedResources resources nodeAllocatableResourceClaimStatuses",
  V1PodCondition: "type status lastProbeTime lastTransitionTime reason message observedGeneration",
  V1ContainerStatus:
    "name state lastState ready restartCount image imageID containerID started? allocatedResources resources volumeMounts user allocatedResourcesStatus stopSignal?",
  V1ResourceStatus: "name resources",
  V1ResourceHealth: "resourceID health . . . message?",
  V1ContainerState: "waiting running terminated",
  V1ContainerStateRunning: "startedAt",
  V1ContainerStateTerminated: "exitCode signal reason message startedAt finishedAt containerID",
  V1ContainerStateWaiting: "reason message",
  V1ContainerUser: "linux",
  V1LinuxContainerUser: "uid gid supplementalGroups",
  V1VolumeMountStatus: "name mountPath readOnly recursiveReadOnly? volumeStatus",
  V1VolumeStatus: "image",
  V1ImageVolumeStatus: "imageRef",
  V1PodExtendedResourceClaimStatus: "requestMappings resourceClaimName",
  V1ContainerExtendedResourceRequest: "containerName resourceName requestName",
  V1HostIP: "ip",
  V1NodeAllocatableResourceClaimStatus: "resourceClaimName containers",
  V1PodIP: "ip",
  V1PodResourceClaimStatus: "name resourceClaimName?",
};
