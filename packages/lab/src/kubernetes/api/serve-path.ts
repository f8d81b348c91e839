import type { IncomingHttpHeaders } from "node:http";
import type { ResourceRegistry } from "../store/resource-registry.ts";
import { StatusError } from "../store/status-error.ts";
import { jsonReply, type Reply } from "./api-request.ts";
import {
  aggregatedDiscovery,
  coreVersions,
  findGroup,
  findResourceList,
  groupList,
} from "./discovery/discovery-documents.ts";
import { findOpenApiV3, openApiV2, openApiV3Index } from "./discovery/openapi-documents.ts";
import { emptyOpenApiV2, OPENAPI_V2_PROTOBUF } from "./discovery/openapi-v2-protobuf.ts";

const AGGREGATED_TYPE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

const VERSION = {
  major: "1",
  minor: "35",
  gitVersion: "v1.35.0-horizon-lab",
  gitCommit: "0000000000000000000000000000000000000000",
  gitTreeState: "clean",
  buildDate: "2026-01-05T00:00:00Z",
  goVersion: "none",
  compiler: "none",
  platform: "linux/amd64",
};

interface PathRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

const wantsAggregated = ({ accept = "" }: IncomingHttpHeaders) =>
  accept.replaceAll(" ", "").split(",").includes(AGGREGATED_TYPE);

function findDiscovery(
  registry: ResourceRegistry,
  parts: string[],
  headers: IncomingHttpHeaders,
): Reply | undefined {
  const [root, group, version] = parts;
  const isCore = root === "api";
  if (group === undefined) {
    if (!wantsAggregated(headers)) return jsonReply(isCore ? coreVersions() : groupList(registry));
    return {
      code: 200,
      body: JSON.stringify(aggregatedDiscovery(registry, isCore)),
      contentType: AGGREGATED_TYPE,
    };
  }
  const found = isCore
    ? findResourceList(registry, { group: "", version: group })
    : version === undefined
      ? findGroup(registry, group)
      : findResourceList(registry, { group, version });
  return found && jsonReply(found);
}

function findOpenApi(registry: ResourceRegistry, parts: string[], request: PathRequest): Reply | undefined {
  const [version, ...path] = parts;
  if (version === "v2" && path.length === 0) {
    const accept = request.headers.accept ?? "*/*";
    if (accept.includes(OPENAPI_V2_PROTOBUF)) {
      return { code: 200, body: emptyOpenApiV2(), contentType: "application/octet-stream" };
    }
    if (accept.includes("json") || accept.includes("*/*")) return jsonReply(openApiV2(registry));
    throw new StatusError("NotAcceptable", "only application/json is served here");
  }
  if (version !== "v3") return undefined;
  if (path.length === 0) return jsonReply(openApiV3Index(registry));
  const found = findOpenApiV3(registry, path.join("/"));
  if (!found) return undefined;
  // The address holds the hash of the document: whoever has it need not ask again.
  const isFixed = request.query.has("hash");
  const caching: Record<string, string> = isFixed
    ? { "cache-control": "public, max-age=31536000, immutable" }
    : {};
  return {
    code: 200,
    body: JSON.stringify(found.document),
    headers: { etag: JSON.stringify(found.hash), ...caching },
  };
}

/** What is served beside the resources: version, health, discovery and OpenAPI. 404 for anything else. */
export function servePath(registry: ResourceRegistry, request: PathRequest): Reply {
  const parts = request.path.split("/").filter(Boolean);
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new StatusError(
      "MethodNotAllowed",
      "the server does not allow this method on the requested resource",
      {},
    );
  }
  const [root = ""] = parts;
  if (["healthz", "livez", "readyz"].includes(root))
    return { code: 200, body: "ok", contentType: "text/plain" };
  if (root === "version") return jsonReply(VERSION);
  const found =
    root === "api" || root === "apis"
      ? findDiscovery(registry, parts, request.headers)
      : root === "openapi"
        ? findOpenApi(registry, parts.slice(1), request)
        : undefined;
  if (found) return found;
  throw new StatusError("NotFound", "the server could not find the requested resource", {});
}
