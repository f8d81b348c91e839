import { isJsonObject, type JsonObject } from "../../store/read-path.ts";
import type { StructuralSchema } from "../structural-schema.ts";

function filledValue(schema: StructuralSchema, value: unknown): unknown {
  if (isJsonObject(value)) return withSchemaDefaults(schema, value);
  const { items } = schema;
  if (!Array.isArray(value) || !items) return value;
  const filled = value.map((item) => filledValue(items, item));
  return filled.every((item, index) => item === value[index]) ? value : filled;
}

function ownFields(schema: StructuralSchema, value: JsonObject): [string, StructuralSchema][] {
  const properties = Object.entries(schema.properties ?? {});
  const { additionalProperties } = schema;
  if (!isJsonObject(additionalProperties)) return properties;
  const others = Object.keys(value).filter((name) => !(name in (schema.properties ?? {})));
  return [...properties, ...others.map((name): [string, StructuralSchema] => [name, additionalProperties])];
}

/** An object with its schema's defaults for what it leaves out; also for a null that may not be one. */
export function withSchemaDefaults(schema: StructuralSchema, value: JsonObject): JsonObject {
  let next: JsonObject | undefined;
  for (const [name, field] of ownFields(schema, value)) {
    const given = value[name];
    const isLeftOut = given === undefined || (given === null && !field.nullable);
    const filled = isLeftOut && "default" in field ? field.default : filledValue(field, given);
    if (filled === given) continue;
    next ??= { ...value };
    next[name] = filled;
  }
  return next ?? value;
}
