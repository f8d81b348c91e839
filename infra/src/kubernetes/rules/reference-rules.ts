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

/** What an object names in its namespace is there, or is made by an ExternalSecret, with the key that is named. */
export const referencesResolve: PolicyRule = {
  name: "reference-resolves",
  check: (objects) => {
    const found = new Map(objects.flatMap(listReferable));
    const missing = (object: RenderedObject, references: readonly Reference[]) =>
      references.flatMap(([kind, name, key]): Violation[] => {
        if (name === undefined) return [];
        const keys = found.get(`${object.metadata.namespace}/${kind}/${name}`);
        if (keys === undefined) {
          const message = `It names ${kind} ${name}, which is not in its namespace. Mend the name, or add the object to the overlay.`;
          return [{ object, message }];
        }
        if (key === undefined || keys.includes(key)) return [];
        return [
          {
            object,
            message: `${kind} ${name} has no key ${key}, but ${keys.join(", ")}. Mend the name, or add the key.`,
          },
        ];
      });
    return [
      ...listWorkloads(objects).flatMap((object) => missing(object, referencesOf(object))),
      ...ofKind<V1IngressSpec>(objects, "Ingress").flatMap((object) =>
        missing(object, backendsOf(object.spec)),
      ),
    ];
  },
};

/** A key is named by what reads one value of a Secret or a ConfigMap. */
type Reference = [kind: string, name: string | undefined, key?: string];

interface ExternalSecretSpec {
  target: { name: string; template?: { data: Record<string, string> } };
  data: { secretKey: string }[];
}

/** What can be named of an object: itself and its keys, and the Secret that it makes. */
function listReferable(object: RenderedObject): [id: string, keys: string[]][] {
  const { kind, metadata, data } = object;
  const own: [string, string[]] = [`${metadata.namespace}/${kind}/${metadata.name}`, Object.keys(data ?? {})];
  if (kind !== "ExternalSecret") return [own];
  const { target, data: entries } = object.spec as ExternalSecretSpec;
  const keys = target.template
    ? Object.keys(target.template.data)
    : entries.map(({ secretKey }) => secretKey);
  return [own, [`${metadata.namespace}/Secret/${target.name}`, keys]];
}

function referencesOf(workload: Workload): Reference[] {
  const spec = podSpecOf(workload);
  return [
    ["ServiceAccount", spec.serviceAccountName],
    ...listContainers(workload).flatMap(({ env = [], envFrom = [] }): Reference[] => [
      ...env.flatMap(({ valueFrom }): Reference[] => [
        ["Secret", valueFrom?.secretKeyRef?.name, valueFrom?.secretKeyRef?.key],
        ["ConfigMap", valueFrom?.configMapKeyRef?.name, valueFrom?.configMapKeyRef?.key],
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
      ...(source.secret?.items ?? []).map(({ key }): Reference => ["Secret", source.secret?.name, key]),
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
