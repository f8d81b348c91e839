import type { ResourceName } from "./object-store.ts";
import { apiVersionOf, type ResourceKind } from "./resource-kind.ts";
import { RESOURCE_KINDS } from "./resource-kinds.ts";
import { StatusError } from "./status-error.ts";

export interface ResourceRegistry {
  kinds(): readonly ResourceKind[];
  /** The kind behind a resource name; 404 when the cluster does not serve it. */
  get(resource: ResourceName): ResourceKind;
  findByPath(group: string, version: string, plural: string): ResourceKind | undefined;
  findByKind(apiVersion: string, kind: string): ResourceKind | undefined;
  /** Serves one kind more, as an established CustomResourceDefinition does. A known resource stays as it is. */
  register(kind: ResourceKind): void;
  unregister(resource: ResourceName): void;
}

/** The kinds that a cluster serves; `RESOURCE_KINDS` unless told otherwise. */
export function createResourceRegistry(initial: readonly ResourceKind[] = RESOURCE_KINDS): ResourceRegistry {
  const byResource = new Map<ResourceName, ResourceKind>();
  const byPath = new Map<string, ResourceKind>();
  const byKind = new Map<string, ResourceKind>();
  const pathOf = (group: string, version: string, plural: string) => `${group}/${version}/${plural}`;

  function register(kind: ResourceKind): void {
    if (byResource.has(kind.resource)) return;
    byResource.set(kind.resource, kind);
    byPath.set(pathOf(kind.group, kind.version, kind.plural), kind);
    byKind.set(`${apiVersionOf(kind)}/${kind.kind}`, kind);
  }
  for (const kind of initial) register(kind);

  return {
    kinds: () => [...byResource.values()],
    get(resource) {
      const kind = byResource.get(resource);
      if (!kind) throw new StatusError("NotFound", "the server could not find the requested resource");
      return kind;
    },
    findByPath: (group, version, plural) => byPath.get(pathOf(group, version, plural)),
    findByKind: (apiVersion, kind) => byKind.get(`${apiVersion}/${kind}`),
    register,
    unregister(resource) {
      const kind = byResource.get(resource);
      if (!kind) return;
      byResource.delete(resource);
      byPath.delete(pathOf(kind.group, kind.version, kind.plural));
      byKind.delete(`${apiVersionOf(kind)}/${kind.kind}`);
    },
  };
}
