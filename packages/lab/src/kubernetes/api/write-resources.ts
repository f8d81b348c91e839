import type { KubeObject } from "../store/object-store.ts";
import { invalid, StatusError } from "../store/status-error.ts";
import { type ApiContext, type ApiRequest, parseBody, type Reply } from "./api-request.ts";
import { serverSideApply } from "./apply-resource.ts";
import { applyPatch, parsePatch, patchTypeOf } from "./patch/apply-patch.ts";
import { presentObject } from "./serialize-object.ts";
import { toScale } from "./subresources/scale.ts";
import { invalidValue } from "./validation/field-causes.ts";
import { readFields, readPatched } from "./validation/field-validation.ts";
import {
  createObject,
  getStored,
  readObject,
  writeChanged,
  writeObject,
  writeOptionsOf,
} from "./write-object.ts";

/** `POST` of a collection. 201 with the stored object. */
export function createResource(context: ApiContext, request: ApiRequest): Reply {
  const object = readFields(request, readObject(request, parseBody(request)));
  return createObject(context, request, object, writeOptionsOf(request));
}

/** `PUT`. 404 when it does not exist; 409 when its resourceVersion is not the stored one. */
export function updateResource(context: ApiContext, request: ApiRequest): Reply {
  const { kind, subresource } = request.target;
  const current = getStored(context, request);
  const body = parseBody(request);
  if (subresource === "scale") {
    return writeObject(context, request, current, body as unknown as KubeObject, writeOptionsOf(request));
  }
  const next = readFields(request, readObject(request, body));
  // Custom kinds do not allow unconditional updates.
  if (kind.custom && !next.metadata.resourceVersion) {
    throw invalid(kind, next.metadata.name, [
      invalidValue("metadata.resourceVersion", 0, "must be specified for an update"),
    ]);
  }
  return writeObject(context, request, current, next, writeOptionsOf(request));
}

/** `PATCH` of the four types. A `metadata.resourceVersion` in the patch is a precondition: 409. */
export function patchResource(context: ApiContext, request: ApiRequest): Reply {
  const { kind, subresource } = request.target;
  const isScale = subresource === "scale";
  // A Scale is a built-in kind, whatever it scales.
  const type = patchTypeOf(request.headers["content-type"], kind.custom && !isScale);
  const patch = parsePatch(request.body, type);
  if (type === "apply") return serverSideApply(context, request, patch);
  if (request.query.has("force")) {
    throw new StatusError(
      "Invalid",
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    );
  }
  const current = getStored(context, request);
  const shown = isScale ? toScale(kind, current) : presentObject(kind, current);
  const patched = applyPatch(shown, patch, type);
  const next = isScale ? patched : readPatched(request, shown, patched);
  return writeChanged(context, request, current, shown, next, writeOptionsOf(request));
}
