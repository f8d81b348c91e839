import { apiVersionOf, type ResourceKind } from "../../store/resource-kind.ts";
import type { ResourceRegistry } from "../../store/resource-registry.ts";
import { groupVersions } from "./discovery-documents.ts";

const INFO = { title: "Kubernetes", version: "v1.35.0" };

interface GroupVersion {
  group: string;
  version: string;
}

const pathOf = ({ group, version }: GroupVersion) => (group ? `apis/${group}/${version}` : `api/${version}`);

const gvkOf = ({ group, version, kind }: ResourceKind) => ({ group, version, kind });
const schemaName = ({ group, version, kind }: ResourceKind) =>
  `${group ? group.split(".").toReversed().join(".") : "io.k8s.api.core"}.${version}.${kind}`;

/** `/openapi/v3`: where the document of each group version is. */
export const openApiV3Index = (registry: ResourceRegistry): object => ({
  paths: Object.fromEntries(
    groupVersions(registry).map((groupVersion) => {
      const path = pathOf(groupVersion);
      return [path, { serverRelativeURL: `/openapi/v3/${path}` }];
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

/**
 * `/openapi/v3/<group version>`: open schemas with their kinds, and which writes know `fieldValidation`, which is
 * what kubectl reads before it applies. Undefined for a version that is not served.
 */
export function findOpenApiV3(registry: ResourceRegistry, path: string): object | undefined {
  const groupVersion = groupVersions(registry).find((candidate) => pathOf(candidate) === path);
  if (!groupVersion) return undefined;
  const kinds = registry.kinds().filter((kind) => apiVersionOf(kind) === apiVersionOf(groupVersion));
  const schemas = kinds.map((kind) => [
    schemaName(kind),
    {
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
      "x-kubernetes-group-version-kind": [gvkOf(kind)],
    },
  ]);
  return {
    openapi: "3.0.0",
    info: INFO,
    paths: Object.fromEntries(kinds.flatMap(pathsOf)),
    components: { schemas: Object.fromEntries(schemas) },
  };
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
