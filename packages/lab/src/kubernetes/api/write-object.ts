import { isDeepStrictEqual } from "node:util";
import type { KubeObject, NewKubeObject } from "../store/object-store.ts";
import { isJsonObject, type JsonObject, textAt } from "../store/read-path.ts";
import { apiVersionOf, type ResourceKind, storedResourceOf } from "../store/resource-kind.ts";
import { badRequest, conflict, invalid, notFound, StatusError } from "../store/status-error.ts";
import type { WriteOptions } from "../store/versioned-object-store.ts";
import { type ApiContext, type ApiRequest, isDryRun, jsonReply, type Reply } from "./api-request.ts";
import { presentObject, serializeObject } from "./serialize-object.ts";
import { toScale, withScale } from "./subresources/scale.ts";
import { invalidValue } from "./validation/field-causes.ts";
import { validateObject } from "./validation/validate-object.ts";

/** Who writes: `fieldManager`, or the first word of the User-Agent, as a real server records it. */
export function writeOptionsOf(request: ApiRequest): WriteOptions {
  const agent = request.headers["user-agent"]?.split("/")[0];
  const name = request.query.get("fieldManager") || agent || "unknown";
  const { subresource } = request.target;
  return {
    dryRun: isDryRun(request.query),
    manager: { name, operation: "Update", ...(subresource ? { subresource } : {}) },
  };
}

const reply = (kind: ResourceKind, stored: KubeObject, code = 200): Reply => ({
  code,
  body: serializeObject(presentObject(kind, stored)),
});

/** The stored object that the request names; 404 without it. */
export function getStored(context: ApiContext, request: ApiRequest): KubeObject {
  const { kind, namespace = null, name = "" } = request.target;
  const found = context.store.find(storedResourceOf(kind), namespace, name);
  if (!found) throw notFound(kind, name);
  return found;
}

/** The body as an object of the target's kind and place; 400 when it says that it is something else. */
export function readObject(request: ApiRequest, body: JsonObject): KubeObject {
  const { kind, namespace, name } = request.target;
  const { apiVersion = apiVersionOf(kind), kind: named = kind.kind } = body;
  if (apiVersion !== apiVersionOf(kind) || named !== kind.kind) {
    throw badRequest(
      `the API version in the data (${apiVersion}, Kind=${named}) does not match the expected API version (${apiVersionOf(kind)}, Kind=${kind.kind})`,
    );
  }
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  if (namespace !== undefined && metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`);
  }
  if (name !== undefined && metadata.name && metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  const place = { ...(kind.namespaced ? { namespace } : {}), ...(name ? { name } : {}) };
  return { ...body, apiVersion, kind: named, metadata: { ...metadata, ...place } } as unknown as KubeObject;
}

/** Nothing is created in a namespace that is not there (404) or is on its way out (403). */
function admitToNamespace(context: ApiContext, { kind, namespace }: ApiRequest["target"]): void {
  if (!kind.namespaced || namespace === undefined) return;
  const found = context.store.find("namespaces", null, namespace);
  if (!found) throw notFound(context.registry.get("namespaces"), namespace);
  if (!found.metadata.deletionTimestamp) return;
  const message = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw new StatusError("Forbidden", `${kind.resource} is forbidden: ${message}`, {
    causes: [{ reason: "NamespaceTerminating", message, field: "metadata.namespace" }],
  });
}

/** Stores a new object of the request's kind. 201 with what is stored. */
export function createObject(
  context: ApiContext,
  request: ApiRequest,
  input: KubeObject,
  options: WriteOptions,
): Reply {
  const { kind } = request.target;
  if (kind.namespaced && request.target.namespace === undefined) {
    throw badRequest("an empty namespace may not be set during creation");
  }
  if (input.metadata.resourceVersion) {
    throw badRequest("resourceVersion should not be set on objects to be created");
  }
  admitToNamespace(context, request.target);
  const object = kind.view?.fromView(input) ?? input;
  const filled = kind.applyDefaults?.(object) ?? object;
  if (object.metadata.name || object.metadata.generateName) validateObject(kind, filled);
  return reply(kind, context.store.create(storedResourceOf(kind), object as NewKubeObject, options), 201);
}

/** Stores the next state of the object or of the subresource that the request addresses. */
export function writeObject(
  context: ApiContext,
  request: ApiRequest,
  current: KubeObject,
  next: KubeObject,
  options: WriteOptions,
): Reply {
  const { kind, subresource } = request.target;
  const resource = storedResourceOf(kind);
  if (subresource === "scale") {
    const scaled = withScale(current, next);
    // Who applies has worked out who owns the replicas.
    const { managedFields } = options.manager?.operation === "Apply" ? next.metadata : scaled.metadata;
    const changed = managedFields ? { ...scaled, metadata: { ...scaled.metadata, managedFields } } : scaled;
    const stored = context.store.update(resource, changed, options);
    return jsonReply(toScale(kind, stored));
  }
  const object = kind.view?.fromView(next) ?? next;
  if (subresource === "status") {
    validateObject(kind, { ...current, status: object.status }, current);
    return reply(kind, context.store.updateStatus(resource, object, options));
  }
  validateObject(kind, kind.applyDefaults?.(object) ?? object, current);
  return reply(kind, context.store.update(resource, object, options));
}

/** Refuses a patch that would change who the object is, and one that was based on another version. */
function checkPatched(kind: ResourceKind, current: KubeObject, next: unknown): asserts next is KubeObject {
  const { name, namespace, uid, resourceVersion } = current.metadata;
  const field = (key: string) => textAt(next, ["metadata", key]);
  if (field("name") !== name || field("namespace") !== namespace) {
    throw badRequest("the name or namespace of the object does not match the one on the URL");
  }
  if (textAt(next, ["kind"]) !== current.kind) throw badRequest("the kind of the object cannot be changed");
  if (field("uid") !== uid) {
    throw invalid(kind, name, [invalidValue("metadata.uid", field("uid"), "field is immutable")]);
  }
  if (field("resourceVersion") !== resourceVersion) throw conflict(kind, name);
}

/** Stores what a patch made of `shown`, which is how the request sees `current`. Nothing is written when nothing changed. */
export function writeChanged(
  context: ApiContext,
  request: ApiRequest,
  current: KubeObject,
  shown: KubeObject,
  next: unknown,
  options: WriteOptions,
): Reply {
  const { kind, subresource } = request.target;
  checkPatched(kind, shown, next);
  // The version was compared above: the write itself must not fail on it.
  if (isDeepStrictEqual(next, shown) && subresource !== "scale") return reply(kind, current);
  return writeObject(context, request, current, next, options);
}
