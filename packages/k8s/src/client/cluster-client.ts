import type { Readable } from "node:stream";
import type { KubeConfig } from "@kubernetes/client-node";
import { type Dispatcher, request as undiciRequest } from "undici";
import type { Clock } from "../kubernetes/clock.ts";
import type { PatchContentType } from "../kubernetes/planned-request.ts";
import { type Connection, createCredentials } from "./credentials.ts";
import { mapStatusError, mapTransportError } from "./kubernetes-error.ts";

/** Whom the cluster should see. Several groups are sent as repeated headers, which `fetch` would merge. */
export interface Impersonation {
  user: string;
  groups: readonly string[];
}

export interface ClusterRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute API path; the server's own prefix is added. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  contentType?: PatchContentType | "application/json";
  as?: Impersonation;
  /** Validate and answer as if done, but do nothing. */
  dryRun?: boolean;
  fieldManager?: string;
  signal?: AbortSignal;
  /** Until the headers, and then between two pieces of the body. Default 10 s. */
  timeoutMs?: number;
}

export interface ClusterClient {
  /** Name of the cluster in the configuration. */
  readonly cluster: string;
  /** Parsed JSON of a 2xx answer. @throws AppError, with `KubernetesErrorDetails`, or the AbortError of `signal`. */
  request<Body>(request: ClusterRequest): Promise<Body>;
  /** The raw body of a 2xx answer, without a limit on silence: for watches and logs. Errors as `request`. */
  stream(request: ClusterRequest): Promise<Readable>;
  close(): Promise<void>;
}

const defaultTimeoutMs = 10_000;

/** A client of one cluster: keep-alive connections, JSON in and out, credentials refreshed once on a 401. */
export function createClusterClient(
  cluster: string,
  loadKubeConfig: () => KubeConfig,
  clock: Clock,
): ClusterClient {
  const credentials = createCredentials(loadKubeConfig, clock);

  async function send(request: ClusterRequest, isStream: boolean): Promise<Dispatcher.ResponseData> {
    for (let attempt = 0; ; attempt++) {
      let response: Dispatcher.ResponseData;
      try {
        response = await dispatch(await credentials.get(), request, isStream);
      } catch (error) {
        throw mapTransportError(cluster, error);
      }
      if (response.statusCode < 300) return response;
      const body = await readErrorBody(response);
      if (response.statusCode === 401 && attempt === 0) {
        credentials.refresh();
        continue;
      }
      const retryAfter = response.headers["retry-after"];
      throw mapStatusError(
        cluster,
        response.statusCode,
        body,
        typeof retryAfter === "string" ? retryAfter : undefined,
      );
    }
  }

  return {
    cluster,
    async request<Body>(request: ClusterRequest): Promise<Body> {
      const response = await send(request, false);
      try {
        const text = await response.body.text();
        // `/readyz` and logs answer in plain text.
        const isJson = String(response.headers["content-type"] ?? "").includes("json");
        return (isJson ? JSON.parse(text) : text) as Body;
      } catch (error) {
        throw mapTransportError(cluster, error);
      }
    },
    async stream(request) {
      return (await send(request, true)).body;
    },
    close: () => credentials.close(),
  };
}

function dispatch(
  connection: Connection,
  request: ClusterRequest,
  isStream: boolean,
): Promise<Dispatcher.ResponseData> {
  const { method = "GET", path, query = {}, body, as, signal, timeoutMs = defaultTimeoutMs } = request;
  const url = new URL(`${connection.origin}${connection.basePath}${path}`);
  for (const [key, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(key, String(value));
  if (request.dryRun) url.searchParams.set("dryRun", "All");
  if (request.fieldManager) url.searchParams.set("fieldManager", request.fieldManager);
  const headers: Record<string, string | string[]> = { ...connection.headers, accept: "application/json" };
  if (body !== undefined) headers["content-type"] = request.contentType ?? "application/json";
  if (as) {
    headers["impersonate-user"] = as.user;
    if (as.groups.length > 0) headers["impersonate-group"] = [...as.groups];
  }
  return undiciRequest(url, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    dispatcher: connection.dispatcher,
    signal,
    headersTimeout: timeoutMs,
    bodyTimeout: isStream ? 0 : timeoutMs,
  });
}

async function readErrorBody(response: Dispatcher.ResponseData): Promise<unknown> {
  try {
    return JSON.parse(await response.body.text());
  } catch {
    return undefined;
  }
}
