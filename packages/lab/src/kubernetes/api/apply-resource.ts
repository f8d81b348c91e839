import { applyObject, newlyApplied } from "../field-ownership/apply-object.ts";
import type { FieldManager } from "../field-ownership/managers.ts";
import type { KubeObject } from "../store/object-store.ts";
import { isJsonObject, type JsonObject, readPath, textAt } from "../store/read-path.ts";
import { apiVersionOf, storedResourceOf } from "../store/resource-kind.ts";
import { badRequest, StatusError } from "../store/status-error.ts";
import { type ApiContext, type ApiRequest, isDryRun, isTrue, type Reply } from "./api-request.ts";
import { presentObject } from "./serialize-object.ts";
import { readApplied } from "./validation/field-validation.ts";
import { createObject, getStored, readObject, writeChanged } from "./write-object.ts";

/** Who applies. 400 without a name: ownership is the point of applying. */
function managerOf({ query, target }: ApiRequest): FieldManager {
  const name = query.get("fieldManager");
  if (!name) {
    const message = "Required value: is required for apply patch";
    throw new StatusError("Invalid", `PatchOptions.meta.k8s.io "" is invalid: fieldManager: ${message}`, {
      group: "meta.k8s.io",
      kind: "PatchOptions",
      causes: [{ reason: "FieldValueRequired", message, field: "fieldManager" }],
    });
  }
  const { subresource } = target;
  return { name, operation: "Apply", ...(subresource ? { subresource } : {}) };
}

/** A manifest says nothing with a null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const said = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(said.map(([key, item]) => [key, withoutNulls(item)]));
}

function readManifest(request: ApiRequest, patch: unknown): KubeObject {
  if (!isJsonObject(patch)) throw badRequest("error decoding patch: the body is not an object");
  for (const field of ["apiVersion", "kind"]) {
    if (!textAt(patch, [field])) throw badRequest(`Object '${field}' is missing`);
  }
  const manifest = readObject(request, withoutNulls(patch) as JsonObject);
  if (manifest.metadata.managedFields?.length) throw badRequest("metadata.managedFields must be nil");
  return readApplied(request, manifest);
}

/** A manifest of a Scale as one of the workload: it speaks of `spec.replicas` alone. */
function readScale({ target }: ApiRequest, patch: unknown): KubeObject {
  const { kind, namespace, name = "" } = target;
  if (textAt(patch, ["apiVersion"]) !== "autoscaling/v1" || textAt(patch, ["kind"]) !== "Scale") {
    throw badRequest("the object to apply to a scale is an autoscaling/v1 Scale");
  }
  const replicas = readPath(patch, ["spec", "replicas"]);
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  const spec = replicas === undefined ? {} : { replicas };
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata, spec } as unknown as KubeObject;
}

/** `PATCH` with `application/apply-patch+yaml`: creates what is not there, and takes over what `force` allows. */
export function serverSideApply(context: ApiContext, request: ApiRequest, patch: unknown): Reply {
  const { kind, namespace = null, name = "", subresource } = request.target;
  const manager = managerOf(request);
  const options = { manager, dryRun: isDryRun(request.query) };
  const manifest = subresource === "scale" ? readScale(request, patch) : readManifest(request, patch);
  const nowMs = context.clock.now();
  if (!subresource && !context.store.find(storedResourceOf(kind), namespace, name)) {
    return createObject(context, request, newlyApplied(kind, manifest, { manager, nowMs }), options);
  }
  const current = getStored(context, request);
  const shown = presentObject(kind, current);
  const next = applyObject(kind, shown, manifest, { manager, nowMs, force: isTrue(request.query, "force") });
  return writeChanged(context, request, current, shown, next, options);
}
