import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { parse as parseYaml } from "yaml";
import type { Clock } from "../../world/clock.ts";
import { isJsonObject, type JsonObject } from "../store/read-path.ts";
import type { ResourceRegistry } from "../store/resource-registry.ts";
import { badRequest, StatusError } from "../store/status-error.ts";
import type { VersionedObjectStore } from "../store/versioned-object-store.ts";
import type { ServiceAccountTokens } from "./auth/service-account-tokens.ts";
import type { UserInfo } from "./auth/user-info.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import type { Faults } from "./faults.ts";
import type { LogSource } from "./log-source.ts";
import type { OpenWatches } from "./open-watches.ts";
import { PROTOBUF_TYPE } from "./protobuf/decode-protobuf.ts";
import type { ResourceTarget } from "./resource-request.ts";

/** What the handlers stand on. `store` is read anew for every request: a restart with lost state replaces it. */
export interface ApiContext {
  readonly store: VersionedObjectStore;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
  readonly logs: LogSource;
  /** Absent where no kubelet answers. */
  readonly containers: ContainerRuntime | undefined;
  readonly faults: Faults;
  readonly watches: OpenWatches;
  readonly accountTokens: ServiceAccountTokens;
  readonly bookmarkIntervalMs: number;
}

export interface ApiRequest {
  target: ResourceTarget;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  user: UserInfo;
  /** The body as text; empty when there is none. */
  body: string;
  /** What the client is told beside the answer, in `Warning` headers. */
  warnings: string[];
}

/** A whole answer, or one that writes itself over time. */
export type Reply =
  | {
      code: number;
      body: string | Uint8Array;
      contentType?: string;
      headers?: Record<string, string | string[]>;
    }
  | { stream: (response: ServerResponse) => void | Promise<void> };

export const jsonReply = (body: object, code = 200): Reply => ({ code, body: JSON.stringify(body) });

/** Protobuf was turned into JSON when the body was read. */
const JSON_TYPES = new Set(["application/json", "*/*", PROTOBUF_TYPE]);
const YAML_TYPES = new Set(["application/yaml", "application/x-yaml", "text/yaml"]);

/** The body as an object: JSON, or YAML when it says so. 400 when malformed, 415 for another media type. */
export function parseBody(request: Pick<ApiRequest, "headers" | "body">): JsonObject {
  const type = (request.headers["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
  const isKnown = JSON_TYPES.has(type) || YAML_TYPES.has(type);
  if (!isKnown) {
    throw new StatusError(
      "UnsupportedMediaType",
      "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml",
    );
  }
  let parsed: unknown;
  try {
    parsed = YAML_TYPES.has(type) ? parseYaml(request.body) : JSON.parse(request.body);
  } catch (cause) {
    throw Object.assign(badRequest("the body of the request could not be decoded"), { cause });
  }
  if (!isJsonObject(parsed)) throw badRequest("the body of the request is not an object");
  return parsed;
}

/** A whole number of a query parameter; 400 for anything else. */
export function integerParameter(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw badRequest(`${name}: Invalid value: ${JSON.stringify(text)}: must be a number`);
}

export const isTrue = (query: URLSearchParams, name: string): boolean =>
  ["true", "1"].includes(query.get(name) ?? "");

/** `dryRun=All`; any other value is 422, as it is for a real server. */
export function isDryRun(query: URLSearchParams): boolean {
  const values = query.getAll("dryRun");
  if (values.some((value) => value !== "All")) {
    const message = `Unsupported value: ${JSON.stringify(values[0])}: supported values: "All"`;
    throw new StatusError("Invalid", `dryRun: ${message}`, {
      causes: [{ reason: "FieldValueNotSupported", message, field: "dryRun" }],
    });
  }
  return values.length > 0;
}
