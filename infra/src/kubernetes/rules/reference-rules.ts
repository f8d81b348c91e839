import type { V1IngressSpec, V1PodSpec, V1ServiceSpec } from "@kubernetes/client-node";
import type { PolicyRule, Violation } from "../policy-rule.ts";
import {
  listContainers,
  listWorkloads,
  ofKind,
  podSpecOf,
  type RenderedObject,
  selects,
  type Workload,
} from "../rendered-object.ts";

export const selectorsMatch: PolicyRule = {
  name: "selector-matches",
  check: (objects) =>
    listWorkloads(objects, "serving").flatMap((object) => {
      const { matchLabels } = object.spec.selector ?? {};
      if (matchLabels && selects(matchLabels, object.metadata.namespace, object)) return [];
      const message =
        "Its selector does not match the labels of its own pods. Make spec.selector.matchLabels a part of the template's labels.";
      return [{ object, message }];
    }),
};

/** A Service leads to pods, at a port that one of their containers opens. */
export const servicesLeadToPods: PolicyRule = {
  name: "service-leads-to-pods",
  check: (objects) =>
    ofKind<V1ServiceSpec>(objects, "Service").flatMap((object) => {
      const { selector, ports = [] } = object.spec;
      const workload = listWorkloads(objects, "serving").find((candidate) =>
        selects(selector, object.metadata.namespace, candidate),
      );
      if (!workload || !selector) {
        return [{ object, message: "It selects no pods. Make its selector the labels of a workload." }];
      }
      const opened = listContainers(workload).flatMap(({ ports: own = [] }) =>
        own.flatMap(({ name, containerPort }) => [name, containerPort]),
      );
      return ports
        .filter(({ port, targetPort = port }) => !opened.includes(targetPort))
        .map(({ port, targetPort = port }) => ({
          object,
          message: `Port ${port} leads to ${targetPort}, which no container of ${workload.metadata.name} opens. Mend targetPort.`,
        }));
    }),
};

/** What an object names in its namespace is there, or is made by an ExternalSecret. */
export const referencesResolve: PolicyRule = {
  name: "reference-resolves",
  check: (objects) => {
    const exists = new Set(
      objects.flatMap(({ kind, metadata: { namespace, name }, spec }) => {
        const made = (spec as { target?: { name?: string } } | undefined)?.target?.name;
        return [
          `${namespace}/${kind}/${name}`,
          ...(kind === "ExternalSecret" ? [`${namespace}/Secret/${made}`] : []),
        ];
      }),
    );
    const missing = (
      object: RenderedObject,
      references: readonly [kind: string, name: string | undefined][],
    ) =>
      references
        .filter(
          ([kind, name]) => name !== undefined && !exists.has(`${object.metadata.namespace}/${kind}/${name}`),
        )
        .map(
          ([kind, name]): Violation => ({
            object,
            message: `It names ${kind} ${name}, which is not in its namespace. Mend the name, or add the object to the overlay.`,
          }),
        );
    return [
      ...listWorkloads(objects).flatMap((object) => missing(object, referencesOf(object))),
      ...ofKind<V1IngressSpec>(objects, "Ingress").flatMap((object) =>
        missing(object, backendsOf(object.spec)),
      ),
    ];
  },
};

type Reference = [kind: string, name: string | undefined];

function referencesOf(workload: Workload): Reference[] {
  const spec = podSpecOf(workload);
  return [
    ["ServiceAccount", spec.serviceAccountName],
    ...listContainers(workload).flatMap(({ env = [], envFrom = [] }): Reference[] => [
      ...env.flatMap(({ valueFrom }): Reference[] => [
        ["Secret", valueFrom?.secretKeyRef?.name],
        ["ConfigMap", valueFrom?.configMapKeyRef?.name],
      ]),
      ...envFrom.flatMap(({ configMapRef, secretRef }): Reference[] => [
        ["ConfigMap", configMapRef?.name],
        ["Secret", secretRef?.name],
      ]),
    ]),
    ...volumesOf(spec),
    ...canaryReferences(workload),
  ];
}

function volumesOf({ volumes = [] }: V1PodSpec): Reference[] {
  return volumes.flatMap(({ configMap, secret, projected }): Reference[] => [
    ["ConfigMap", configMap?.name],
    ["Secret", secret?.optional ? undefined : secret?.secretName],
    ...(projected?.sources ?? []).flatMap((source): Reference[] => [
      ["ConfigMap", source.configMap?.name],
      ["Secret", source.secret?.name],
    ]),
  ]);
}

interface CanarySpec {
  stableService?: string;
  canaryService?: string;
  trafficRouting?: { alb?: { ingress?: string } };
  steps?: { analysis?: { templates?: { templateName: string }[] } }[];
}

function canaryReferences({ spec }: Workload): Reference[] {
  const { canary } = (spec as { strategy?: { canary?: CanarySpec } }).strategy ?? {};
  if (!canary) return [];
  return [
    ["Service", canary.stableService],
    ["Service", canary.canaryService],
    ["Ingress", canary.trafficRouting?.alb?.ingress],
    ...(canary.steps ?? []).flatMap(({ analysis }) =>
      (analysis?.templates ?? []).map(({ templateName }): Reference => ["AnalysisTemplate", templateName]),
    ),
  ];
}

function backendsOf({ rules = [] }: V1IngressSpec): Reference[] {
  return rules.flatMap(({ http }) =>
    (http?.paths ?? []).map(({ backend }): Reference => ["Service", backend.service?.name]),
  );
}
