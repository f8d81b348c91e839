import type { PodSpec } from "../../controllers/pod.ts";
import { controllerReference } from "../../store/controller-reference.ts";
import type { KubeObject, ObjectStore } from "../../store/object-store.ts";
import type { Experiment, ExperimentTemplate } from "../model/experiment-object.ts";
import type { ReplicaSet } from "../model/replica-set-object.ts";

/** The name of a template's Service; undefined where it has none. A weighted template always has one. */
export const serviceNameOf = ({ service }: ExperimentTemplate, replicaSet: ReplicaSet): string | undefined =>
  service && (service.name || replicaSet.metadata.name);

/** One port for each that the pods' containers declare. */
const portsOf = ({ spec }: ReplicaSet) =>
  (spec.template.spec as PodSpec).containers
    .flatMap(({ ports = [] }) => ports)
    .map(({ name, containerPort, protocol = "TCP" }) => ({
      ...(name ? { name } : {}),
      port: containerPort,
      targetPort: containerPort,
      protocol,
    }));

/** A Service in front of a template's pods. The text says why there can be none. */
export function ensureTemplateService(
  store: ObjectStore,
  experiment: Experiment,
  template: ExperimentTemplate,
  replicaSet: ReplicaSet,
): string | undefined {
  const name = serviceNameOf(template, replicaSet);
  const { namespace = "" } = experiment.metadata;
  if (name === undefined) return undefined;
  const found = store.find("services", namespace, name);
  const isOwn = found?.metadata.ownerReferences?.some(({ uid }) => uid === experiment.metadata.uid);
  if (found) return isOwn ? undefined : refusal(name, template, `services "${name}" already exists`);
  const ports = portsOf(replicaSet);
  if (ports.length === 0) return refusal(name, template, "its containers declare no port");
  store.create<KubeObject>("services", {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, ownerReferences: [controllerReference(experiment)] },
    spec: { selector: replicaSet.spec.selector.matchLabels, ports },
  });
  return undefined;
}

const refusal = (name: string, template: ExperimentTemplate, why: string) =>
  `Failed to create Service ${name} for template '${template.name}': ${why}`;
