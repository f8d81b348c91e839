import { createHash } from "node:crypto";
import { findKindModel } from "../../models/model-of-kind.ts";
import { apiVersionOf, type ResourceKind } from "../../store/resource-kind.ts";
import type { ResourceRegistry } from "../../store/resource-registry.ts";
import { type GroupVersion, groupVersions } from "./discovery-documents.ts";
import { metadataReference, modelSchemas } from "./model-schemas.ts";

const INFO = { title: "Kubernetes", version: "v1.35.0" };

const pathOf = ({ group, version }: GroupVersion) => (group ? `apis/${group}/${version}` : `api/${version}`);

const gvkOf = ({ group, version, kind }: ResourceKind) => ({ group, version, kind });
const schemaName = ({ group, version, kind }: ResourceKind) =>
  `${group ? group.split(".").toReversed().join(".") : "io.k8s.api.core"}.${version}.${kind}`;
const kindsOf = (registry: ResourceRegistry, groupVersion: GroupVersion) =>
  registry.kinds().filter((kind) => apiVersionOf(kind) === apiVersionOf(groupVersion));

const digests = new WeakMap<object, string>();

function digestOf(schema: object): string {
  const known = digests.get(schema);
  if (known !== undefined) return known;
  const digest = createHash("sha256").update(JSON.stringify(schema)).digest("hex");
  digests.set(schema, digest);
  return digest;
}

/** Changes with what the document says, so that clients may keep the one they have. */
function hashOf(kinds: readonly ResourceKind[]): string {
  const said = kinds.map((kind) => [schemaName(kind), kind.schema ? digestOf(kind.schema()) : null]);
  return createHash("sha256").update(JSON.stringify(said)).digest("hex").slice(0, 32).toUpperCase();
}

/** `/openapi/v3`: where the document of each group version is. */
export const openApiV3Index = (registry: ResourceRegistry): object => ({
  paths: Object.fromEntries(
    groupVersions(registry).map((groupVersion) => {
      const path = pathOf(groupVersion);
      const hash = hashOf(kindsOf(registry, groupVersion));
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
    }),
  ),
});

const parameter = (name: string) => ({ name, in: "query", schema: { type: "string", uniqueItems: true } });
const WRITE_PARAMETERS = ["dryRun", "fieldManager", "fieldValidation"].map(parameter);
const REPLY = { responses: { 200: { description: "OK" } } };

function pathsOf(kind: ResourceKind): [string, object][] {
  const root = `/${pathOf(kind)}${kind.namespaced ? "/namespaces/{namespace}" : ""}/${kind.plural}`;
  const operation = {
    parameters: WRITE_PARAMETERS,
    "x-kubernetes-group-version-kind": gvkOf(kind),
    ...REPLY,
  };
  const mediaTypes = [
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/apply-patch+yaml",
  ];
  // Strategic merge is left out: kubectl then uses its own types, which know every merge key.
  const content = Object.fromEntries(mediaTypes.map((type) => [type, { schema: { type: "object" } }]));
  return [
    [root, { post: operation }],
    [`${root}/{name}`, { put: operation, patch: { ...operation, requestBody: { content } } }],
  ];
}

/** What a definition says of its kind, with what every object has; without a schema anything goes. */
function customSchema(kind: ResourceKind): object {
  const schema = kind.schema?.();
  if (!schema) return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const text = { type: "string" };
  return {
    ...schema,
    properties: { ...schema.properties, apiVersion: text, kind: text, metadata: metadataReference() },
  };
}

function schemasOf(kinds: readonly ResourceKind[]): Record<string, object> {
  const modelOf = (kind: ResourceKind) =>
    kind.custom ? undefined : findKindModel(apiVersionOf(kind), kind.kind)?.name;
  const roots = kinds.flatMap((kind) => {
    const model = modelOf(kind);
    return model ? [{ model, key: schemaName(kind) }] : [];
  });
  const schemas = modelSchemas([...roots, { model: "V1ObjectMeta", key: "io.k8s.api.v1.ObjectMeta" }]);
  for (const kind of kinds) {
    const key = schemaName(kind);
    const schema = schemas[key] ?? customSchema(kind);
    schemas[key] = { ...schema, "x-kubernetes-group-version-kind": [gvkOf(kind)] };
  }
  return schemas;
}

/**
 * `/openapi/v3/<group version>`: the schemas of the kinds, which `kubectl explain` reads, and which writes know
 * `fieldValidation`, which is what kubectl reads before it applies. Undefined for a version that is not served.
 */
export function findOpenApiV3(
  registry: ResourceRegistry,
  path: string,
): { document: object; hash: string } | undefined {
  const groupVersion = groupVersions(registry).find((candidate) => pathOf(candidate) === path);
  if (!groupVersion) return undefined;
  const kinds = kindsOf(registry, groupVersion);
  const document = {
    openapi: "3.0.0",
    info: INFO,
    paths: Object.fromEntries(kinds.flatMap(pathsOf)),
    components: { schemas: schemasOf(kinds) },
  };
  return { document, hash: hashOf(kinds) };
}

/** `/openapi/v2` as JSON: the kinds with open schemas. */
export const openApiV2 = (registry: ResourceRegistry): object => ({
  swagger: "2.0",
  info: INFO,
  paths: {},
  definitions: Object.fromEntries(
    registry
      .kinds()
      .map((kind) => [
        schemaName(kind),
        { type: "object", "x-kubernetes-group-version-kind": [gvkOf(kind)] },
      ]),
  ),
});
