import { type PodTemplateSpec, rolloutHashLabel } from "../kubernetes/workload.ts";

type PodSpec = NonNullable<PodTemplateSpec["spec"]>;

interface AffinityTerm {
  readonly labelSelector?: { readonly matchExpressions?: readonly { readonly key: string }[] };
}

interface PodAntiAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly AffinityTerm[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly podAffinityTerm?: AffinityTerm;
  }[];
}

interface Affinity {
  readonly podAntiAffinity?: PodAntiAffinity;
  readonly [kind: string]: unknown;
}

/**
 * A pod's spec without the rule by which Argo Rollouts keeps a new version off the nodes of the stable one (`antiAffinity`): the
 * term that selects by the hash of a pod template, which nobody else writes. Lists and objects that it leaves empty go with it, as in
 * the controller's own comparison (utils/replicaset, RemoveInjectedAntiAffinityRule).
 */
export function withoutInjectedAntiAffinity(spec: PodSpec): PodSpec {
  const { affinity, ...rest } = spec as PodSpec & { affinity?: Affinity };
  const { podAntiAffinity, ...otherKinds } = affinity ?? {};
  if (!podAntiAffinity) return spec;
  const required = podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const writtenRequired = required.filter((term) => !isInjected(term));
  const writtenPreferred = preferred.filter(({ podAffinityTerm }) => !isInjected(podAffinityTerm));
  if (writtenRequired.length + writtenPreferred.length === required.length + preferred.length) return spec;
  const written = {
    ...(writtenRequired.length > 0
      ? { requiredDuringSchedulingIgnoredDuringExecution: writtenRequired }
      : {}),
    ...(writtenPreferred.length > 0
      ? { preferredDuringSchedulingIgnoredDuringExecution: writtenPreferred }
      : {}),
  };
  const kinds = { ...otherKinds, ...(Object.keys(written).length > 0 ? { podAntiAffinity: written } : {}) };
  return Object.keys(kinds).length > 0 ? { ...rest, affinity: kinds } : rest;
}

function isInjected(term: AffinityTerm | undefined): boolean {
  return (term?.labelSelector?.matchExpressions ?? []).some(({ key }) => key === rolloutHashLabel);
}
