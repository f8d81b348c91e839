import type { V1Container, V1PodSpec, V1PodTemplateSpec } from "@kubernetes/client-node";
import type { PolicyRule } from "../policy-rule.ts";
import { ofKind, type RenderedObject } from "../rendered-object.ts";
import { restrictedPods } from "../rules/security-rules.ts";
import { findBuiltInSchema } from "../schemas/built-in-schema.ts";

const workloads = (objects: readonly RenderedObject[]) =>
  ofKind<{ template: V1PodTemplateSpec }>(objects, "Deployment", "DaemonSet", "StatefulSet", "Job");
const podOf = ({ spec }: { spec: { template: V1PodTemplateSpec } }): V1PodSpec =>
  spec.template.spec ?? { containers: [] };
const containersOf = ({ containers, initContainers = [] }: V1PodSpec) => [...containers, ...initContainers];

/** Only kinds that the cluster has before the charts: one of a kind that comes with them would fail the first apply. */
export const kindsThere: PolicyRule = {
  name: "kind-there",
  check: (objects) =>
    objects
      .filter(({ apiVersion, kind }) => !isOfCluster(apiVersion, kind))
      .map((object) => ({
        object,
        message: `A new cluster has no ${object.apiVersion} ${object.kind}. Turn it off in the values, or make it in k8s/platform/configs.`,
      })),
};

function isOfCluster(apiVersion: string, kind: string): boolean {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  if (group.includes(".") && !group.endsWith("k8s.io")) return false;
  return findBuiltInSchema(apiVersion, kind) !== undefined;
}

export const namespacesThere: PolicyRule = {
  name: "namespace-there",
  check(objects) {
    const there = new Set([
      "kube-system",
      ...ofKind(objects, "Namespace").map(({ metadata }) => metadata.name),
    ]);
    return objects
      .filter(({ metadata: { namespace } }) => namespace !== undefined && !there.has(namespace))
      .map((object) => ({
        object,
        message: `Nobody makes its namespace ${object.metadata.namespace}: add it to k8s/platform/namespaces.`,
      }));
  },
};

/** Pods of a namespace that enforces "restricted" keep it. What containers say of themselves counts as said of the pod. */
export const controllersRestricted: PolicyRule = {
  name: "restricted-controller",
  check(objects) {
    const restricted = ofKind(objects, "Namespace")
      .filter(({ metadata }) => metadata.labels?.["pod-security.kubernetes.io/enforce"] === "restricted")
      .map(({ metadata }) => metadata.name);
    return workloads(objects)
      .filter(({ metadata }) => restricted.includes(metadata.namespace ?? ""))
      .flatMap((object) =>
        restrictedPods.check([withPodSettings(object)]).map(({ message }) => ({ object, message })),
      );
  },
};

function withPodSettings(object: ReturnType<typeof workloads>[number]): RenderedObject {
  const pod = podOf(object);
  const inherited = (field: "runAsNonRoot" | "seccompProfile") => {
    const said = containersOf(pod).map(({ securityContext }) => securityContext?.[field]);
    return pod.securityContext?.[field] ?? (said.every(Boolean) ? said[0] : undefined);
  };
  const securityContext = {
    ...pod.securityContext,
    runAsNonRoot: inherited("runAsNonRoot"),
    seccompProfile: inherited("seccompProfile"),
  };
  // The rule reads what keeps running; a DaemonSet's pods are judged alike.
  return { ...object, kind: "Deployment", spec: { template: { spec: { ...pod, securityContext } } } };
}

export const memoryBounded: PolicyRule = {
  name: "memory-bounded",
  check: (objects) =>
    workloads(objects).flatMap((object) =>
      podOf(object)
        .containers.filter(({ resources }) => !resources?.limits?.memory || !resources.requests?.memory)
        .map(({ name }: V1Container) => ({
          object,
          message: `Container ${name} takes what memory it wants and is evicted first. Set its requests and limits in the chart's values.`,
        })),
    ),
};

export const noHostPorts: PolicyRule = {
  name: "no-host-port",
  check: (objects) =>
    workloads(objects).flatMap((object) =>
      containersOf(podOf(object))
        .filter(({ ports = [] }) => ports.some(({ hostPort }) => hostPort))
        .map(({ name }) => ({
          object,
          message: `Container ${name} listens on a port of every node. Have it asked by a Service.`,
        })),
    ),
};
