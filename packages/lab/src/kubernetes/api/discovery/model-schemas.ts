import type { FieldType } from "../../models/field-type.ts";
import { findModel } from "../../models/model-catalogue.ts";
import { type ModelSchema, type SchemaDialect, schemaOfModel } from "../../models/model-schema.ts";

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

const reference = (key: string): ModelSchema => ({ allOf: [{ $ref: `#/components/schemas/${key}` }] });

const DIALECT: SchemaDialect = {
  model: (name) => reference(keyOfModel(name)),
  quantity: () => reference(QUANTITY),
  intOrString: () => reference(INT_OR_STRING),
  any: () => ({ type: "object" }),
};

/** A model that nobody knows is an object of any shape. */
function schemaOf(name: string): ModelSchema {
  const model = findModel(name);
  return model ? schemaOfModel(model, DIALECT) : { type: "object" };
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
    schemas[keyOfModel(model)] = schemaOf(model);
    for (const { type } of findModel(model)?.fields.values() ?? []) {
      const next = modelOf(type);
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  for (const { model, key } of roots) schemas[key] = schemaOf(model);
  return schemas;
}

export const metadataReference = (): object => reference(keyOfModel("V1ObjectMeta"));
