import type { StructuralSchema } from "../custom-kinds/structural-schema.ts";
import { ATOMIC_MODELS } from "../field-ownership/merge/list-types.ts";
import { mergeExtensions } from "../field-ownership/merge/merge-extensions.ts";
import type { FieldType } from "./field-type.ts";
import type { Model, ModelField } from "./model-catalogue.ts";

/** A place of a model in JSON Schema; `allOf` holds a reference. */
export type ModelSchema = StructuralSchema & { allOf?: readonly { $ref: string }[] };

/** How a kind of document writes what it can write in more than one way: definitions whole, OpenAPI by references. */
export interface SchemaDialect {
  model: (name: string) => ModelSchema;
  quantity: () => ModelSchema;
  intOrString: () => ModelSchema;
  any: () => ModelSchema;
  /** What a field has besides. */
  extras?: (path: string) => ModelSchema;
}

function schemaOfType(type: FieldType, dialect: SchemaDialect): ModelSchema {
  switch (type.is) {
    case "model":
      return dialect.model(type.model);
    case "quantity":
      return dialect.quantity();
    case "intOrString":
      return dialect.intOrString();
    case "any":
      return dialect.any();
    case "list":
      return { type: "array", items: schemaOfType(type.of, dialect) };
    case "map":
      return { type: "object", additionalProperties: schemaOfType(type.of, dialect) };
    case "time":
    case "microTime":
      return { type: "string", format: "date-time" };
    case "bytes":
      return { type: "string", format: "byte" };
    default:
      return { type: type.is };
  }
}

const described = (description: string) => (description ? { description } : {});

function schemaOfField(
  model: string,
  { name, type, description }: ModelField,
  dialect: SchemaDialect,
): ModelSchema {
  const path = `${model}.${name}`;
  return {
    ...described(description),
    ...schemaOfType(type, dialect),
    ...mergeExtensions(path, type),
    ...dialect.extras?.(path),
  };
}

/** A model of the API as a schema, with what server-side apply needs to know of its fields. */
export function schemaOfModel({ name, description, fields }: Model, dialect: SchemaDialect): ModelSchema {
  const all = [...fields.values()];
  const required = all.filter((field) => field.required).map((field) => field.name);
  return {
    type: "object",
    ...described(description),
    properties: Object.fromEntries(all.map((field) => [field.name, schemaOfField(name, field, dialect)])),
    ...(required.length > 0 ? { required } : {}),
    ...(ATOMIC_MODELS.has(name) ? { "x-kubernetes-map-type": "atomic" as const } : {}),
  };
}
