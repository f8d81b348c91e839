import { QUANTITY } from "../controllers/quantity.ts";
import { findModel } from "../models/model-catalogue.ts";
import { type SchemaDialect, schemaOfModel } from "../models/model-schema.ts";
import { anyObject, intOrText, type StructuralSchema } from "./structural-schema.ts";

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

const DIALECT: SchemaDialect = {
  model: structureOfModel,
  quantity: () => intOrText("", { pattern: QUANTITY.source }),
  intOrString: () => intOrText(),
  any: () => anyObject(),
  extras: (path) => (path in DEFAULTS ? { default: DEFAULTS[path] } : {}),
};

/** A model of the API as definitions embed it: whole, without references. Made once; models that hold themselves are none. */
export function structureOfModel(name: string): StructuralSchema {
  const found = known.get(name);
  if (found) return found;
  const model = findModel(name);
  if (!model) throw new Error(`the generated client has no model ${name}`);
  const made = schemaOfModel(model, DIALECT);
  known.set(name, made);
  return made;
}
