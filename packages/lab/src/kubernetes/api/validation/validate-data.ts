import { isDeepStrictEqual } from "node:util";
import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject, readPath } from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import { forbiddenField, invalidValue } from "./field-causes.ts";

const KEY = /^[-._a-zA-Z0-9]+$/;
const KEY_WORDS =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

function keyFaults(object: KubeObject, field: string): StatusCause[] {
  const data = readPath(object, [field]);
  const keys = isJsonObject(data) ? Object.keys(data) : [];
  return keys
    .filter((key) => !KEY.test(key) || key.length > 253)
    .map((key) => invalidValue(`${field}[${key}]`, key, KEY_WORDS));
}

/** What was made immutable stays so, and stays as it is. */
function immutabilityFaults(
  object: KubeObject,
  previous: KubeObject | undefined,
  fields: string[],
): StatusCause[] {
  if (!previous || readPath(previous, ["immutable"]) !== true) return [];
  const why = "field is immutable when `immutable` is set";
  return ["immutable", ...fields]
    .filter((field) => !isDeepStrictEqual(readPath(object, [field]), readPath(previous, [field])))
    .map((field) => forbiddenField(field, why));
}

export const validateConfigMap = (object: KubeObject, previous: KubeObject | undefined): StatusCause[] => [
  ...keyFaults(object, "data"),
  ...keyFaults(object, "binaryData"),
  ...immutabilityFaults(object, previous, ["data", "binaryData"]),
];

/** The type of a Secret is fixed, too. */
export function validateSecret(object: KubeObject, previous: KubeObject | undefined): StatusCause[] {
  const causes = [...keyFaults(object, "data"), ...immutabilityFaults(object, previous, ["data"])];
  const [type, before] = [object, previous].map((secret) => readPath(secret, ["type"]) ?? "Opaque");
  if (previous && type !== before) causes.push(invalidValue("type", type, "field is immutable"));
  return causes;
}
