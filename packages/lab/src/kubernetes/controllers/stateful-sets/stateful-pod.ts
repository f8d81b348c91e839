import { controllerReference } from "../../store/controller-reference.ts";
import type { NewKubeObject } from "../../store/object-store.ts";
import type { Pod, PodTemplateSpec } from "../pod.ts";
import { REVISION_HASH } from "../revisions/controller-revision.ts";
import type { StatefulSet } from "./stateful-set.ts";

/** The claims of a pod, by the volume that each stands for. They outlive the pod. */
export const claimsOf = ({ spec }: StatefulSet, pod: string): { volume: string; claimName: string }[] =>
  (spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    volume: metadata.name,
    claimName: `${metadata.name}-${pod}`,
  }));

/** The pod of an ordinal: its name, its host name and its volumes stay the same when it is made anew. */
export function newStatefulPod(
  statefulSet: StatefulSet,
  ordinal: number,
  { revision, template }: { revision: string; template: PodTemplateSpec },
): NewKubeObject<Pod> {
  const { namespace = "" } = statefulSet.metadata;
  const name = `${statefulSet.metadata.name}-${ordinal}`;
  const { serviceName } = statefulSet.spec;
  const claims = claimsOf(statefulSet, name);
  const volumes = claims.map(({ volume, claimName }) => ({
    name: volume,
    persistentVolumeClaim: { claimName },
  }));
  const others = (template.spec.volumes ?? []).filter(
    (volume) => !claims.some((claim) => claim.volume === volume.name),
  );
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace,
      labels: {
        ...template.metadata?.labels,
        "apps.kubernetes.io/pod-index": String(ordinal),
        [REVISION_HASH]: revision,
        "statefulset.kubernetes.io/pod-name": name,
      },
      ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
      ownerReferences: [controllerReference(statefulSet)],
    },
    spec: {
      ...template.spec,
      hostname: name,
      ...(serviceName ? { subdomain: serviceName } : {}),
      ...(claims.length > 0 ? { volumes: [...volumes, ...others] } : {}),
    },
    status: { phase: "Pending" },
  };
}
