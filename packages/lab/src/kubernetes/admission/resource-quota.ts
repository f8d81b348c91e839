import { qosClassOf } from "../store/defaults/pod-defaults.ts";
import type { KubeObject, ResourceName } from "../store/object-store.ts";
import { numberAt, objectsAt, readPath, textAt } from "../store/read-path.ts";
import { type Amounts, podAmounts } from "./resource-amounts.ts";

/** core/v1 ResourceQuota. */
export interface ResourceQuota extends KubeObject {
  spec: {
    hard?: Record<string, string>;
    scopes?: Scope[];
    scopeSelector?: {
      matchExpressions?: {
        scopeName: Scope;
        operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
        values?: string[];
      }[];
    };
  };
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
}

type Scope = "Terminating" | "NotTerminating" | "BestEffort" | "NotBestEffort" | "PriorityClass";

/** Resources of pods that every container has to speak of where a quota bounds them. */
const COMPUTE = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
/** Kinds that have a name of their own beside `count/…`. */
const PLAIN_COUNTS = new Set([
  ...["pods", "services", "secrets", "configmaps", "resourcequotas"],
  ...["persistentvolumeclaims", "replicationcontrollers"],
]);

const prefixed = (prefix: string, amounts: Amounts): [string, number][] =>
  Object.entries(amounts).map(([name, amount]) => [`${prefix}.${name}`, amount]);

function podUsage(pod: KubeObject): Amounts {
  // A pod that is over takes no room; the object of it does.
  const phase = textAt(pod, ["status", "phase"]);
  if (phase === "Succeeded" || phase === "Failed") return {};
  const requests = podAmounts(pod.spec, "requests");
  return {
    pods: 1,
    ...requests,
    ...Object.fromEntries(prefixed("requests", requests)),
    ...Object.fromEntries(prefixed("limits", podAmounts(pod.spec, "limits"))),
  };
}

function serviceUsage(service: KubeObject): Amounts {
  const type = textAt(service, ["spec", "type"]);
  const ports = objectsAt(service, ["spec", "ports"]).length;
  return {
    services: 1,
    ...(type === "LoadBalancer" ? { "services.loadbalancers": 1 } : {}),
    ...(type === "LoadBalancer" || type === "NodePort" ? { "services.nodeports": ports } : {}),
  };
}

/** What an object takes of all that a quota can bound. */
export function usageOf(resource: ResourceName, object: KubeObject): Amounts {
  const counted = { [`count/${resource}`]: 1 };
  if (resource === "pods") return { ...counted, ...podUsage(object) };
  if (resource === "services") return { ...counted, ...serviceUsage(object) };
  return PLAIN_COUNTS.has(resource) ? { ...counted, [resource]: 1 } : counted;
}

/** Whose objects a name in a quota counts: `count/jobs.batch`, `secrets`, `services.nodeports`; the rest is pods'. */
export function countedResource(name: string): ResourceName {
  if (name.startsWith("count/")) return name.slice("count/".length);
  if (name.startsWith("services.")) return "services";
  return PLAIN_COUNTS.has(name) ? name : "pods";
}

function isInScope(pod: KubeObject, scope: Scope): boolean {
  switch (scope) {
    case "Terminating":
      return (numberAt(pod, ["spec", "activeDeadlineSeconds"]) ?? -1) >= 0;
    case "NotTerminating":
      return !isInScope(pod, "Terminating");
    case "BestEffort":
      return qosClassOf(objectsAt(pod, ["spec", "containers"])) === "BestEffort";
    case "NotBestEffort":
      return !isInScope(pod, "BestEffort");
    case "PriorityClass":
      return Boolean(textAt(pod, ["spec", "priorityClassName"]));
  }
}

/** Whether the quota speaks of this object: with scopes only of pods, and of those that all scopes name. */
export function isBoundBy(resource: ResourceName, object: KubeObject, { spec }: ResourceQuota): boolean {
  const expressions = spec.scopeSelector?.matchExpressions ?? [];
  const scopes = spec.scopes ?? [];
  if (scopes.length + expressions.length === 0) return true;
  if (resource !== "pods") return false;
  return (
    scopes.every((scope) => isInScope(object, scope)) &&
    expressions.every(({ scopeName, operator, values = [] }) => {
      if (scopeName !== "PriorityClass") return isInScope(object, scopeName);
      const name = textAt(object, ["spec", "priorityClassName"]) ?? "";
      if (operator === "Exists") return name !== "";
      if (operator === "DoesNotExist") return name === "";
      return values.includes(name) === (operator === "In");
    })
  );
}

/** `limits.cpu for: a,b; requests.cpu for: a`: what containers leave unsaid that the quota bounds; empty when nothing. */
export function unsaidResources(pod: KubeObject, hard: Readonly<Record<string, unknown>>): string {
  const containers = ["containers", "initContainers"].flatMap((list) => objectsAt(pod, ["spec", list]));
  const missing = COMPUTE.filter((resource) => resource in hard)
    .sort()
    .map((resource) => {
      const [kind = "", name] = resource.includes(".") ? resource.split(".") : ["requests", resource];
      const silent = containers.filter(
        (container) => readPath(container, ["resources", kind, name ?? ""]) === undefined,
      );
      return { resource, names: silent.map((container) => String(container.name)).sort() };
    });
  return missing
    .filter(({ names }) => names.length > 0)
    .map(({ resource, names }) => `${resource} for: ${names.join(",")}`)
    .join("; ");
}
