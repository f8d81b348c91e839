import { isJsonObject } from "../../store/read-path.ts";
import type { StructuralSchema } from "../structural-schema.ts";

/** Fields of every object, which no schema describes. */
const OF_EVERY_OBJECT = new Set(["apiVersion", "kind", "metadata"]);

/** What a schema says of one field of its object; "open" where it says nothing and takes anything. */
export function findFieldSchema(
  schema: StructuralSchema,
  name: string,
  isWholeObject: boolean,
): StructuralSchema | "open" | undefined {
  if ((isWholeObject || schema["x-kubernetes-embedded-resource"]) && OF_EVERY_OBJECT.has(name)) return "open";
  const property = schema.properties && Object.hasOwn(schema.properties, name) && schema.properties[name];
  if (property) return property;
  const { additionalProperties } = schema;
  if (isJsonObject(additionalProperties)) return additionalProperties as StructuralSchema;
  return additionalProperties === true || schema["x-kubernetes-preserve-unknown-fields"] ? "open" : undefined;
}

export const placeOf = (path: string, name: string): string => (path ? `${path}.${name}` : name);
