import type { KubeObject, ObjectStore } from "../../store/object-store.ts";
import type { UserInfo } from "./user-info.ts";

/** What a request wants to do: with a resource, or with a path outside the API. */
export type AccessAttributes =
  | {
      verb: string;
      group: string;
      /** The plural, with the subresource behind a slash: `deployments/scale`. */
      resource: string;
      namespace?: string;
      name?: string;
    }
  | { verb: string; path: string };

export interface PolicyRule {
  verbs?: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

interface Binding extends KubeObject {
  subjects?: { kind: string; name: string; namespace?: string }[];
  roleRef: { kind: string; name: string };
}

export interface AccessDecision {
  allowed: boolean;
  reason: string;
}

const includes = (list: readonly string[] | undefined, value: string) =>
  list?.includes("*") || list?.includes(value) || false;

const coversResource = (resources: readonly string[] | undefined, resource: string): boolean => {
  if (includes(resources, resource)) return true;
  const subresource = resource.split("/")[1];
  return subresource !== undefined && (resources?.includes(`*/${subresource}`) ?? false);
};

const coversPath = (paths: readonly string[] | undefined, path: string) =>
  paths?.some((rule) => rule === path || (rule.endsWith("*") && path.startsWith(rule.slice(0, -1)))) ?? false;

/** Whether one rule of a role allows the attributes. */
export function ruleAllows(rule: PolicyRule, attributes: AccessAttributes): boolean {
  if (!includes(rule.verbs, attributes.verb)) return false;
  if ("path" in attributes) return coversPath(rule.nonResourceURLs, attributes.path);
  if (!includes(rule.apiGroups, attributes.group)) return false;
  if (!coversResource(rule.resources, attributes.resource)) return false;
  if (!rule.resourceNames?.length) return true;
  return attributes.name !== undefined && rule.resourceNames.includes(attributes.name);
}

function binds(binding: Binding, user: UserInfo): boolean {
  return (binding.subjects ?? []).some(({ kind, name, namespace }) => {
    if (kind === "User") return name === user.username;
    if (kind === "Group") return user.groups.includes(name);
    const home = namespace ?? binding.metadata.namespace;
    return user.username === `system:serviceaccount:${home}:${name}`;
  });
}

/** The rules that hold for a user: everywhere, and in one namespace. */
export function rulesFor(store: ObjectStore, user: UserInfo, namespace: string | undefined): PolicyRule[] {
  const everywhere = store.list<Binding>("clusterrolebindings.rbac.authorization.k8s.io");
  const local = namespace ? store.list<Binding>("rolebindings.rbac.authorization.k8s.io", { namespace }) : [];
  return [...everywhere, ...local]
    .filter((binding) => binds(binding, user))
    .flatMap(({ roleRef, metadata }) => {
      const role =
        roleRef.kind === "ClusterRole"
          ? store.find("clusterroles.rbac.authorization.k8s.io", null, roleRef.name)
          : store.find("roles.rbac.authorization.k8s.io", metadata.namespace ?? null, roleRef.name);
      return (role as { rules?: PolicyRule[] } | undefined)?.rules ?? [];
    });
}

/** RBAC as the cluster's Roles and bindings say it; `system:masters` may do everything. */
export function authorize(store: ObjectStore, user: UserInfo, attributes: AccessAttributes): AccessDecision {
  if (user.groups.includes("system:masters")) return { allowed: true, reason: "system:masters" };
  const namespace = "path" in attributes ? undefined : attributes.namespace;
  const allowed = rulesFor(store, user, namespace).some((rule) => ruleAllows(rule, attributes));
  return { allowed, reason: allowed ? "RBAC: allowed by a role binding" : "" };
}
