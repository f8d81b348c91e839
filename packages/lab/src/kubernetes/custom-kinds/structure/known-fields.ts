import { isJsonObject, type JsonObject } from "../../store/read-path.ts";
import type { StructuralSchema } from "../structural-schema.ts";
import { findFieldSchema, placeOf } from "./field-schema.ts";

function knownValue(schema: StructuralSchema, value: unknown, path: string, unknown: string[]): unknown {
  if (isJsonObject(value)) return knownObject(schema, value, path, unknown);
  const { items } = schema;
  if (!Array.isArray(value) || !items) return value;
  const known = value.map((item, index) => knownValue(items, item, `${path}[${index}]`, unknown));
  return known.every((item, index) => item === value[index]) ? value : known;
}

function knownObject(
  schema: StructuralSchema,
  value: JsonObject,
  path: string,
  unknown: string[],
): JsonObject {
  let isSame = true;
  const entries = Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    const place = placeOf(path, name);
    const found = findFieldSchema(schema, name, path === "");
    if (found === undefined) {
      unknown.push(place);
      isSame = false;
      return [];
    }
    const known = found === "open" ? field : knownValue(found, field, place, unknown);
    if (known !== field) isSame = false;
    return [[name, known]];
  });
  return isSame ? value : Object.fromEntries(entries);
}

/** An object without the fields that its schema does not know, and where they were. The same object when it has none. */
export function readKnownFields(
  schema: StructuralSchema,
  object: JsonObject,
): { object: JsonObject; unknownFields: string[] } {
  const unknownFields: string[] = [];
  return { object: knownObject(schema, object, "", unknownFields), unknownFields };
}
