import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonObject, readPath } from "../../store/read-path.ts";
import type { StatusCause } from "../../store/status-error.ts";
import type { StructuralSchema } from "../structural-schema.ts";
import { celFaults } from "./cel-faults.ts";
import { findFieldSchema, placeOf } from "./field-schema.ts";
import { ruleFaults } from "./rule-faults.ts";

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value !== "number") return typeof value;
  return Number.isInteger(value) ? "integer" : "number";
}

/** The types that a place takes; none where it takes all. */
function typesOf(schema: StructuralSchema): readonly string[] {
  if (schema["x-kubernetes-int-or-string"]) return ["integer", "string"];
  return schema.type ? [schema.type] : [];
}

function wrongType(path: string, expected: string, found: string): StatusCause {
  const message = `Invalid value: ${JSON.stringify(found)}: ${path} in body must be of type ${expected}: ${JSON.stringify(found)}`;
  return { field: path, reason: "FieldValueTypeInvalid", message };
}

function hasType(types: readonly string[], value: unknown): boolean {
  const type = typeOf(value);
  return types.length === 0 || types.includes(type) || (type === "integer" && types.includes("number"));
}

function objectFaults(
  schema: StructuralSchema,
  value: JsonObject,
  before: unknown,
  path: string,
): StatusCause[] {
  const missing = (schema.required ?? []).filter((name) => value[name] === undefined);
  const causes = missing.map(
    (name): StatusCause => ({
      field: placeOf(path, name),
      reason: "FieldValueRequired",
      message: "Required value",
    }),
  );
  for (const [name, field] of Object.entries(value)) {
    const found = findFieldSchema(schema, name, path === "");
    if (found === undefined || found === "open") continue;
    causes.push(...valueFaults(found, field, readPath(before, [name]), placeOf(path, name)));
  }
  return causes;
}

function valueFaults(schema: StructuralSchema, value: unknown, before: unknown, path: string): StatusCause[] {
  if (value === null && schema.nullable) return [];
  // What was wrong before a schema became stricter may stay as long as nobody touches it.
  if (before !== undefined && isDeepStrictEqual(value, before)) return [];
  const types = typesOf(schema);
  if (!hasType(types, value)) return [wrongType(path, types.join(","), typeOf(value))];
  const causes = ruleFaults(schema, value, path);
  if (isJsonObject(value)) return [...causes, ...objectFaults(schema, value, before, path)];
  const { items } = schema;
  if (!Array.isArray(value) || !items) return causes;
  return [
    ...causes,
    ...value.flatMap((item, index) => valueFaults(items, item, undefined, `${path}[${index}]`)),
  ];
}

/** What is wrong with an object by its schema: one cause a place. `before` is the stored object of an update. */
export function schemaFaults(
  schema: StructuralSchema,
  object: JsonObject,
  before?: JsonObject,
): StatusCause[] {
  const causes = objectFaults(schema, object, before, "");
  // Rules are asked only of what has the right shape.
  return causes.length > 0 ? causes : celFaults(schema, object, before);
}
