import { ATOMIC_MODELS } from "../../field-ownership/merge/list-types.ts";
import { mergeExtensions } from "../../field-ownership/merge/merge-extensions.ts";
import type { FieldType } from "../../models/field-type.ts";
import { findModel, type ModelField } from "../../models/model-catalogue.ts";
import type { JsonObject } from "../../store/read-path.ts";

const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

/** Schemas of values that are written in more than one way. */
const WELL_KNOWN: Record<string, object> = {
  [QUANTITY]: {
    description: "A number with a suffix: 250m, 64Mi, 2G.",
    oneOf: [{ type: "string" }, { type: "number" }],
  },
  [INT_OR_STRING]: {
    description: "A whole number, or a text such as a name or a percentage.",
    format: "int-or-string",
    oneOf: [{ type: "integer" }, { type: "string" }],
  },
};

/** `V1PodSpec` is `io.k8s.api.v1.PodSpec`, `CoreV1Event` is `io.k8s.api.core.v1.Event`. */
const keyOfModel = (model: string): string =>
  model.replace(/^([A-Z][a-z]+)?V(\d\w*?)([A-Z])/, (_, group = "", version, first) =>
    ["io.k8s.api", ...(group ? [group.toLowerCase()] : []), `v${version}`, first].join("."),
  );

const reference = (key: string) => ({ allOf: [{ $ref: `#/components/schemas/${key}` }] });

function schemaOfType(type: FieldType): JsonObject {
  switch (type.is) {
    case "model":
      return reference(keyOfModel(type.model));
    case "quantity":
      return reference(QUANTITY);
    case "intOrString":
      return reference(INT_OR_STRING);
    case "list":
      return { type: "array", items: schemaOfType(type.of) };
    case "map":
      return { type: "object", additionalProperties: schemaOfType(type.of) };
    case "time":
    case "microTime":
      return { type: "string", format: "date-time" };
    case "bytes":
      return { type: "string", format: "byte" };
    case "any":
      return { type: "object" };
    default:
      return { type: type.is };
  }
}

const schemaOfField = (model: string, { name, type, description }: ModelField) => ({
  ...(description ? { description } : {}),
  ...schemaOfType(type),
  ...mergeExtensions(`${model}.${name}`, type),
});

function schemaOfModel(name: string): JsonObject {
  const model = findModel(name);
  const fields = [...(model?.fields.values() ?? [])];
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    type: "object",
    description: model?.description ?? "",
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOfField(name, field)])),
    ...(required.length > 0 ? { required } : {}),
    ...(ATOMIC_MODELS.has(name) ? { "x-kubernetes-map-type": "atomic" } : {}),
  };
}

function modelOf(type: FieldType): string | undefined {
  if (type.is === "model") return type.model;
  return type.is === "list" || type.is === "map" ? modelOf(type.of) : undefined;
}

/** The schemas of models and of all that they are made of, by their keys in the document. */
export function modelSchemas(roots: readonly { model: string; key: string }[]): Record<string, object> {
  const schemas: Record<string, object> = { ...WELL_KNOWN };
  const waiting = roots.map(({ model }) => model);
  const seen = new Set(waiting);
  for (let model = waiting.pop(); model !== undefined; model = waiting.pop()) {
    schemas[keyOfModel(model)] = schemaOfModel(model);
    for (const { type } of findModel(model)?.fields.values() ?? []) {
      const next = modelOf(type);
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  for (const { model, key } of roots) schemas[key] = schemaOfModel(model);
  return schemas;
}

export const metadataReference = (): object => reference(keyOfModel("V1ObjectMeta"));
