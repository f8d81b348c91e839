import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject } from "../../store/read-path.ts";
import type { ResourceKind } from "../../store/resource-kind.ts";
import { badRequest, isStatusError, StatusError } from "../../store/status-error.ts";
import type { ApiRequest } from "../api-request.ts";
import { decodeObject } from "./decode-object.ts";

type Mode = "Strict" | "Warn" | "Ignore";

/** `fieldValidation`: what happens to fields that nobody knows. They are never stored. */
function modeOf(query: URLSearchParams): Mode {
  const asked = query.get("fieldValidation") || "Warn";
  if (asked === "Strict" || asked === "Warn" || asked === "Ignore") return asked;
  const field = "fieldValidation";
  const message = `Unsupported value: ${JSON.stringify(asked)}: supported values: "Ignore", "Strict", "Warn"`;
  throw new StatusError("Invalid", `CreateOptions.meta.k8s.io "" is invalid: ${field}: ${message}`, {
    group: "meta.k8s.io",
    kind: "CreateOptions",
    causes: [{ reason: "FieldValueNotSupported", message, field }],
  });
}

const sayUnknown = (field: string) => `unknown field ${JSON.stringify(field)}`;
const strictError = (fields: string[]) => `strict decoding error: ${fields.map(sayUnknown).join(", ")}`;

/** Refuses, warns or says nothing. */
function report(request: ApiRequest, unknownFields: string[], refuse: (why: string) => StatusError): void {
  const mode = modeOf(request.query);
  if (unknownFields.length === 0) return;
  if (mode === "Strict") throw refuse(strictError(unknownFields));
  if (mode === "Warn") request.warnings.push(...unknownFields.map(sayUnknown));
}

const cannotBeHandled = ({ kind, version }: ResourceKind, why: string) =>
  badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${why}`);

/** The object of a body, without what its kind does not know. 400 for a wrong type, and for that when it is strict. */
export function readFields(request: ApiRequest, object: KubeObject): KubeObject {
  const { kind } = request.target;
  const decoded = decodeObject(kind, object);
  report(request, decoded.unknownFields, (why) => cannotBeHandled(kind, why));
  return decoded.object;
}

/** Whether it can be read at all: what is no object with metadata is refused as such. */
const isKubeObject = (value: unknown): value is KubeObject =>
  isJsonObject(value) && isJsonObject(value.metadata);

function invalidPatch(patch: string, why: string): StatusError {
  const message = `Invalid value: ${JSON.stringify(patch)}: ${why}`;
  return new StatusError("Invalid", ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: "FieldValueInvalid", message, field: "patch" }],
  });
}

/** The same for what a patch made of an object: 422, and only what the patch brought counts. */
export function readPatched(request: ApiRequest, before: KubeObject, patched: unknown): unknown {
  const { kind } = request.target;
  if (!isKubeObject(patched)) return patched;
  try {
    const decoded = decodeObject(kind, patched);
    const known = new Set(decodeObject(kind, before).unknownFields);
    const brought = decoded.unknownFields.filter((field) => !known.has(field));
    report(request, brought, (why) => invalidPatch(request.body, why));
    return decoded.object;
  } catch (error) {
    if (!isStatusError(error, "BadRequest")) throw error;
    throw invalidPatch(request.body, error.message);
  }
}

/** A manifest that is applied may not say what its kind does not know, in any mode. */
export function readApplied(request: ApiRequest, manifest: KubeObject): KubeObject {
  const { kind, group, version } = request.target.kind;
  const { namespace, name } = manifest.metadata;
  const { object, unknownFields } = decodeObject(request.target.kind, manifest);
  modeOf(request.query);
  const [first] = unknownFields;
  if (first === undefined) return object;
  const place = namespace ? `${namespace}/${name}` : `/${name}`;
  throw new StatusError(
    "InternalError",
    `failed to create typed patch object (${place}; ${group}/${version}, Kind=${kind}): .${first}: field not declared in schema`,
  );
}
