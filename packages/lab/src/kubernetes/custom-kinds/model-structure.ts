import { QUANTITY } from "../controllers/quantity.ts";
import { ATOMIC_MODELS } from "../field-ownership/merge/list-types.ts";
import { mergeExtensions } from "../field-ownership/merge/merge-extensions.ts";
import type { FieldType } from "../models/field-type.ts";
import { findModel, type ModelField } from "../models/model-catalogue.ts";
import { intOrText, type StructuralSchema } from "./structural-schema.ts";

/** What definitions generated from Go types fill in for models that they embed. */
const DEFAULTS: Record<string, unknown> = {
  "V1ContainerPort.protocol": "TCP",
  "V1GRPCAction.service": "",
  "V1LocalObjectReference.name": "",
  "V1ConfigMapKeySelector.name": "",
  "V1SecretKeySelector.name": "",
  "V1ConfigMapEnvSource.name": "",
  "V1SecretEnvSource.name": "",
  "V1FileKeySelector.optional": false,
};

const known = new Map<string, StructuralSchema>();

function structureOfType(type: FieldType): StructuralSchema {
  switch (type.is) {
    case "model":
      return structureOfModel(type.model);
    case "quantity":
      return intOrText("", { pattern: QUANTITY.source });
    case "intOrString":
      return intOrText();
    case "list":
      return { type: "array", items: structureOfType(type.of) };
    case "map":
      return { type: "object", additionalProperties: structureOfType(type.of) };
    case "time":
    case "microTime":
      return { type: "string", format: "date-time" };
    case "bytes":
      return { type: "string", format: "byte" };
    case "any":
      return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    default:
      return { type: type.is };
  }
}

function structureOfField(model: string, { name, type, description }: ModelField): StructuralSchema {
  const path = `${model}.${name}`;
  return {
    ...structureOfType(type),
    ...mergeExtensions(path, type),
    ...(description ? { description } : {}),
    ...(path in DEFAULTS ? { default: DEFAULTS[path] } : {}),
  };
}

/** A model of the API as definitions embed it: whole, without references. Made once; models that hold themselves are none. */
export function structureOfModel(name: string): StructuralSchema {
  const found = known.get(name);
  if (found) return found;
  const model = findModel(name);
  if (!model) throw new Error(`the generated client has no model ${name}`);
  const modelFields = [...model.fields.values()];
  const required = modelFields.filter((field) => field.required).map((field) => field.name);
  const made: StructuralSchema = {
    type: "object",
    ...(model.description ? { description: model.description } : {}),
    properties: Object.fromEntries(modelFields.map((field) => [field.name, structureOfField(name, field)])),
    ...(required.length > 0 ? { required } : {}),
    ...(ATOMIC_MODELS.has(name) ? { "x-kubernetes-map-type": "atomic" } : {}),
  };
  known.set(name, made);
  return made;
}
