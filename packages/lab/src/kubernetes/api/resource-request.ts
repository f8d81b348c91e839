import type { ResourceKind, StreamingSubresource, Subresource } from "../store/resource-kind.ts";
import type { ResourceRegistry } from "../store/resource-registry.ts";
import { StatusError } from "../store/status-error.ts";
import { findReviewKind, type ReviewKind } from "./auth/review-kinds.ts";

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** Where in the API a request goes. */
export interface ResourceTarget {
  kind: ResourceKind;
  namespace?: string;
  name?: string;
  subresource?: Subresource;
}

export type RequestTarget =
  | ({ type: "resource" } & ResourceTarget)
  | { type: "review"; review: ReviewKind; namespace?: string }
  | { type: "path"; path: string };

const noSuchResource = () =>
  new StatusError("NotFound", "the server could not find the requested resource", {});

/** The target of a path; 404 for a resource or subresource that is not served. */
export function parseTarget(registry: ResourceRegistry, path: string): RequestTarget {
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  const isCore = parts[0] === "api";
  const [group, version, rest] = isCore
    ? ["", parts[1], parts.slice(2)]
    : [parts[1] ?? "", parts[2], parts.slice(3)];
  if ((!isCore && parts[0] !== "apis") || version === undefined || rest.length === 0) {
    return { type: "path", path };
  }
  // `namespaces/x` and its subresources are the namespace itself; anything longer is inside it.
  const isInside =
    rest[0] === "namespaces" &&
    rest.length > 2 &&
    !(isCore && ["status", "finalize"].includes(rest[2] ?? ""));
  const namespace = isInside ? rest[1] : undefined;
  const [plural = "", name, subresource, ...more] = isInside ? rest.slice(2) : rest;
  const review = findReviewKind(group, version, plural);
  if (review && !name) return { type: "review", review, namespace };
  const kind = registry.findByPath(group, version, plural);
  if (!kind || more.length > 0) throw noSuchResource();
  if (subresource && !kind.subresources.includes(subresource as Subresource)) throw noSuchResource();
  if (name && kind.namespaced && namespace === undefined) throw noSuchResource();
  if (!kind.namespaced && namespace !== undefined) throw noSuchResource();
  return { type: "resource", kind, namespace, name, subresource: subresource as Subresource | undefined };
}

const isTrue = (value: string | null) => value === "true" || value === "1";

const notAllowed = () =>
  new StatusError("MethodNotAllowed", "the server does not allow this method on the requested resource", {});

/** The verb that authorisation sees; 405 for a method that the target does not know. */
export function verbOf(method: string, target: ResourceTarget, query: URLSearchParams): Verb {
  const verb = findVerb(method, target, query);
  const { verbs } = target.kind;
  if (!verb || (verbs && !verbs.includes(verb))) throw notAllowed();
  return verb;
}

export const isStreaming = (subresource: Subresource | undefined): subresource is StreamingSubresource =>
  subresource === "exec" || subresource === "attach" || subresource === "portforward";

function findVerb(method: string, target: ResourceTarget, query: URLSearchParams): Verb | undefined {
  const { name, subresource } = target;
  const isNamed = name !== undefined;
  if (method === "GET" || method === "HEAD") {
    if (subresource === "eviction" || subresource === "token") return undefined;
    if (subresource) return "get";
    if (isTrue(query.get("watch"))) return "watch";
    return isNamed ? "get" : "list";
  }
  const isCreatedOnly = subresource === "eviction" || subresource === "token" || isStreaming(subresource);
  if (method === "POST" && (!isNamed || isCreatedOnly)) return "create";
  const isChangeable = isNamed && subresource !== "log" && !isCreatedOnly;
  if (method === "PUT" && isChangeable) return "update";
  if (method === "PATCH" && isChangeable) return "patch";
  if (method === "DELETE" && !subresource) return isNamed ? "delete" : "deletecollection";
  return undefined;
}
