import { schemaKind } from "../custom-kinds/schema-kind.ts";
import type { StructuralSchema } from "../custom-kinds/structural-schema.ts";
import type { KubeObject } from "../store/object-store.ts";
import { toTimestamp } from "../store/object-writes.ts";
import { isJsonObject, objectsAt, readPath, textAt } from "../store/read-path.ts";
import type { ResourceKind, Subresource } from "../store/resource-kind.ts";
import type { ResourceRegistry } from "../store/resource-registry.ts";
import type { VersionedObjectStore } from "../store/versioned-object-store.ts";
import { registerApiServices, unregisterApiService } from "./discovery/api-services.ts";

const DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

const namesOf = (definition: KubeObject, field: string): string[] => {
  const list = readPath(definition, ["spec", "names", field]);
  return Array.isArray(list) ? list.map(String) : [];
};

/** The kind that a definition makes the cluster serve: its stored version alone. */
function kindOfDefinition(definition: KubeObject): ResourceKind | undefined {
  const version = objectsAt(definition, ["spec", "versions"]).find(({ storage }) => storage === true);
  const kind = textAt(definition, ["spec", "names", "kind"]);
  const plural = textAt(definition, ["spec", "names", "plural"]);
  const group = textAt(definition, ["spec", "group"]);
  if (!version || !kind || !plural || !group) return undefined;
  const subresources = (["status", "scale"] as Subresource[]).filter(
    (name) => readPath(version, ["subresources", name]) !== undefined,
  );
  const schema = readPath(version, ["schema", "openAPIV3Schema"]);
  return {
    resource: `${plural}.${group}`,
    group,
    version: String(version.name),
    kind,
    plural,
    singular: textAt(definition, ["spec", "names", "singular"]) ?? kind.toLowerCase(),
    shortNames: namesOf(definition, "shortNames"),
    categories: namesOf(definition, "categories"),
    namespaced: textAt(definition, ["spec", "scope"]) !== "Cluster",
    subresources,
    custom: true,
    generation: subresources.includes("status") ? "spec" : "content",
    // The API server has read it with the types of a definition.
    ...(isJsonObject(schema) ? schemaKind(() => schema as StructuralSchema) : {}),
  };
}

/** Serves the kinds of the store's CustomResourceDefinitions as they come and go. Returns the end of it. */
export function serveCustomResources(
  store: VersionedObjectStore,
  registry: ResourceRegistry,
  now: () => number,
): () => void {
  /** A definition of a kind that the lab has anyway changes nothing, also when it goes. */
  const added = new Set<string>();
  function establish(definition: KubeObject): void {
    const kind = kindOfDefinition(definition);
    if (!kind) return;
    const isNew = !registry.kinds().some(({ resource }) => resource === kind.resource);
    if (isNew) added.add(kind.resource);
    registry.register(kind);
    registerApiServices(store, registry);
    const time = toTimestamp(now());
    const conditions = ["NamesAccepted", "Established"].map((type) => ({
      type,
      status: "True",
      reason: type === "Established" ? "InitialNamesAccepted" : "NoConflicts",
      message: "",
      lastTransitionTime: time,
    }));
    const acceptedNames = readPath(definition, ["spec", "names"]);
    const status = { conditions, acceptedNames, storedVersions: [kind.version] };
    store.updateStatus(DEFINITIONS, { ...definition, status });
  }
  return store.subscribe(DEFINITIONS, ({ type, object }) => {
    if (type === "ADDED") establish(object);
    if (type !== "DELETED" || !added.delete(object.metadata.name)) return;
    const gone = registry.get(object.metadata.name);
    registry.unregister(gone.resource);
    const isServed = registry
      .kinds()
      .some(({ group, version }) => group === gone.group && version === gone.version);
    if (!isServed) unregisterApiService(store, gone);
  });
}
