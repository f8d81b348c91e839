import type { Service } from "../kubernetes/cluster-objects.ts";

/** What is kept of a Service. */
export interface ServiceFacts {
  uid: string;
  namespace: string;
  name: string;
  type: string;
  selector: Record<string, string>;
  ports: { name: string; port: number; targetPort: string }[];
}

/** What is shown of a Service, with Kubernetes' own defaults where it leaves something out. */
export function projectService({ metadata, spec = {} }: Service): ServiceFacts {
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    type: spec.type ?? "ClusterIP",
    selector: spec.selector ?? {},
    ports: (spec.ports ?? []).map(({ name = "", port, targetPort = port }) => ({
      name,
      port,
      targetPort: String(targetPort),
    })),
  };
}
