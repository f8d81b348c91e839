import { apiVersionOf, type ResourceKind, type Subresource } from "../../store/resource-kind.ts";
import type { ResourceRegistry } from "../../store/resource-registry.ts";
import { REVIEW_KINDS } from "../auth/review-kinds.ts";

const VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const SUBRESOURCE_VERBS: Record<Subresource, string[]> = {
  status: ["get", "patch", "update"],
  scale: ["get", "patch", "update"],
  log: ["get"],
  eviction: ["create"],
  token: ["create"],
  exec: ["create", "get"],
  attach: ["create", "get"],
  portforward: ["create", "get"],
};

/** The kind that a subresource speaks, where it is not the parent's. */
const SUBRESOURCE_KINDS: Partial<Record<Subresource, { group: string; version: string; kind: string }>> = {
  scale: { group: "autoscaling", version: "v1", kind: "Scale" },
  eviction: { group: "policy", version: "v1", kind: "Eviction" },
  exec: { group: "", version: "v1", kind: "PodExecOptions" },
  attach: { group: "", version: "v1", kind: "PodAttachOptions" },
  portforward: { group: "", version: "v1", kind: "PodPortForwardOptions" },
  token: { group: "authentication.k8s.io", version: "v1", kind: "TokenRequest" },
};

export interface GroupVersion {
  group: string;
  version: string;
}

/** Every group with its versions, in the order in which kinds were registered. */
export function groupVersions(registry: ResourceRegistry): GroupVersion[] {
  const seen = new Map<string, GroupVersion>();
  for (const { group, version } of [...registry.kinds(), ...REVIEW_KINDS]) {
    seen.set(`${group}/${version}`, { group, version });
  }
  return [...seen.values()];
}

const kindsOf = (registry: ResourceRegistry, { group, version }: GroupVersion) =>
  registry.kinds().filter((kind) => kind.group === group && kind.version === version);
const reviewsOf = ({ group, version }: GroupVersion) =>
  REVIEW_KINDS.filter((kind) => kind.group === group && kind.version === version);

function resourceEntries(kind: ResourceKind): object[] {
  const own = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: kind.verbs ?? VERBS,
    ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
  };
  const parts = kind.subresources.map((subresource) => ({
    name: `${kind.plural}/${subresource}`,
    singularName: "",
    namespaced: kind.namespaced,
    ...(SUBRESOURCE_KINDS[subresource] ?? { kind: kind.kind }),
    verbs: SUBRESOURCE_VERBS[subresource],
  }));
  return [own, ...parts];
}

/** `/api/v1` and `/apis/<group>/<version>`; undefined for a version that is not served. */
export function findResourceList(registry: ResourceRegistry, groupVersion: GroupVersion): object | undefined {
  const kinds = kindsOf(registry, groupVersion);
  const reviews = reviewsOf(groupVersion).map(({ plural, kind, namespaced }) => ({
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: ["create"],
  }));
  if (kinds.length === 0 && reviews.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: apiVersionOf(groupVersion),
    resources: [...kinds.flatMap(resourceEntries), ...reviews],
  };
}

/** `/api`. */
export const coreVersions = (): object => ({
  kind: "APIVersions",
  versions: ["v1"],
  serverAddressByClientCIDRs: [],
});

function toGroup({ group, version }: GroupVersion) {
  const entry = { groupVersion: apiVersionOf({ group, version }), version };
  return { name: group, versions: [entry], preferredVersion: entry };
}

/** `/apis`. */
export const groupList = (registry: ResourceRegistry): object => ({
  kind: "APIGroupList",
  apiVersion: "v1",
  groups: groupVersions(registry)
    .filter(({ group }) => group !== "")
    .map(toGroup),
});

/** `/apis/<group>`; undefined when it is not served. */
export function findGroup(registry: ResourceRegistry, group: string): object | undefined {
  const found = groupVersions(registry).find((candidate) => candidate.group === group);
  return found && { kind: "APIGroup", apiVersion: "v1", ...toGroup(found) };
}

function aggregatedResource(kind: ResourceKind) {
  const responseKind = { group: kind.group, version: kind.version, kind: kind.kind };
  return {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    singularResource: kind.singular,
    verbs: kind.verbs ?? VERBS,
    ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    subresources: kind.subresources.map((subresource) => ({
      subresource,
      responseKind: SUBRESOURCE_KINDS[subresource] ?? responseKind,
      verbs: SUBRESOURCE_VERBS[subresource],
    })),
  };
}

/** `/api` or `/apis` in one document: `apidiscovery.k8s.io/v2`, which kubectl asks for first. */
export function aggregatedDiscovery(registry: ResourceRegistry, core: boolean): object {
  const items = groupVersions(registry)
    .filter(({ group }) => (group === "") === core)
    .map((groupVersion) => ({
      metadata: { name: groupVersion.group, creationTimestamp: null },
      versions: [
        {
          version: groupVersion.version,
          freshness: "Current",
          resources: [
            ...kindsOf(registry, groupVersion).map(aggregatedResource),
            ...reviewsOf(groupVersion).map(({ plural, kind, namespaced }) => ({
              resource: plural,
              responseKind: { ...groupVersion, kind },
              scope: namespaced ? "Namespaced" : "Cluster",
              singularResource: kind.toLowerCase(),
              verbs: ["create"],
            })),
          ],
        },
      ],
    }));
  return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items };
}
