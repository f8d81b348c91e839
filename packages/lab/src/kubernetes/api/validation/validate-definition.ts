import { findSyntaxFault } from "../../custom-kinds/structure/cel-rule.ts";
import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject, type JsonObject, objectsAt, readPath, textAt } from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import { invalidValue } from "./field-causes.ts";

function ruleFaults(schema: JsonObject, field: string): StatusCause[] {
  const own = objectsAt(schema, ["x-kubernetes-validations"]).flatMap((rule, index) => {
    const text = textAt(rule, ["rule"]) ?? "";
    const fault = findSyntaxFault(text);
    const place = `${field}.x-kubernetes-validations[${index}].rule`;
    return fault ? [invalidValue(place, text, `compilation failed: ERROR: ${fault}`)] : [];
  });
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  const parts = properties.map(([name, part]): [string, unknown] => [`${field}.properties[${name}]`, part]);
  for (const name of ["items", "additionalProperties"]) parts.push([`${field}.${name}`, schema[name]]);
  return [...own, ...parts.flatMap(([place, part]) => (isJsonObject(part) ? ruleFaults(part, place) : []))];
}

/** Rules of a definition that cannot be read. */
export const validateDefinition = (definition: KubeObject): StatusCause[] =>
  objectsAt(definition, ["spec", "versions"]).flatMap((version, index) => {
    const schema = readPath(version, ["schema", "openAPIV3Schema"]);
    return isJsonObject(schema) ? ruleFaults(schema, `spec.versions[${index}].schema.openAPIV3Schema`) : [];
  });
