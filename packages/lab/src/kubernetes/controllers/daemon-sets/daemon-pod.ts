import { controllerReference } from "../../store/controller-reference.ts";
import type { NewKubeObject } from "../../store/object-store.ts";
import type { Pod, PodSpec, Toleration } from "../pod.ts";
import { REVISION_HASH } from "../revisions/controller-revision.ts";
import type { DaemonSet } from "./daemon-set.ts";

const tolerates = (name: string, effect: string): Toleration => ({
  key: `node.kubernetes.io/${name}`,
  operator: "Exists",
  effect,
});

/** What a pod of a DaemonSet bears that others do not: `AddOrUpdateDaemonPodTolerations` of kube-controller-manager. */
const TOLERATIONS: readonly Toleration[] = [
  tolerates("not-ready", "NoExecute"),
  tolerates("unreachable", "NoExecute"),
  tolerates("disk-pressure", "NoSchedule"),
  tolerates("memory-pressure", "NoSchedule"),
  tolerates("pid-pressure", "NoSchedule"),
  tolerates("unschedulable", "NoSchedule"),
];

const withTolerations = (spec: PodSpec): PodSpec => ({
  ...spec,
  tolerations: [
    ...(spec.tolerations ?? []),
    ...TOLERATIONS,
    ...(spec.hostNetwork ? [tolerates("network-unavailable", "NoSchedule")] : []),
  ],
});

/** The pod as it would be on any node: to ask nodes whether they take it. */
export function draftDaemonPod({ metadata, spec }: DaemonSet): Pod {
  return { apiVersion: "v1", kind: "Pod", metadata, spec: withTolerations(spec.template.spec) };
}

/** A pod for one node. The scheduler places it there: nothing else matches. */
export function newDaemonPod(daemonSet: DaemonSet, node: string, hash: string): NewKubeObject<Pod> {
  const { name, namespace = "", generation = 1 } = daemonSet.metadata;
  const { metadata: template, spec } = daemonSet.spec.template;
  const onNode = { matchFields: [{ key: "metadata.name", operator: "In" as const, values: [node] }] };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: {
        ...template?.labels,
        [REVISION_HASH]: hash,
        "pod-template-generation": String(generation),
      },
      ...(template?.annotations ? { annotations: template.annotations } : {}),
      ownerReferences: [controllerReference(daemonSet)],
    },
    spec: {
      ...withTolerations(spec),
      affinity: {
        ...spec.affinity,
        nodeAffinity: {
          ...spec.affinity?.nodeAffinity,
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [onNode] },
        },
      },
    },
    status: { phase: "Pending" },
  };
}

/** The node that a pod is on, or was made for. */
export function nodeOfDaemonPod({ spec }: Pod): string | undefined {
  if (spec.nodeName !== undefined) return spec.nodeName;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0];
}
