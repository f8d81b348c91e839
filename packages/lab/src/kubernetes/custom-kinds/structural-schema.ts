/**
 * What a CustomResourceDefinition says of one place of its objects: `openAPIV3Schema` in its structural form, with the
 * rules that the lab enforces.
 */
export interface StructuralSchema {
  type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  description?: string;
  format?: string;
  properties?: Record<string, StructuralSchema>;
  additionalProperties?: StructuralSchema | boolean;
  items?: StructuralSchema;
  /** Tells clients what the lab reads from `x-kubernetes-int-or-string`. */
  anyOf?: readonly StructuralSchema[];
  required?: readonly string[];
  enum?: readonly unknown[];
  default?: unknown;
  nullable?: boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  "x-kubernetes-int-or-string"?: boolean;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  "x-kubernetes-embedded-resource"?: boolean;
  "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  "x-kubernetes-list-map-keys"?: readonly string[];
  "x-kubernetes-map-type"?: "atomic" | "granular";
  "x-kubernetes-validations"?: readonly ValidationRule[];
}

/** A rule in CEL over the place, `self`, and over what it was before, `oldSelf`. */
export interface ValidationRule {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?: "FieldValueInvalid" | "FieldValueForbidden" | "FieldValueRequired" | "FieldValueDuplicate";
  /** Below the place: `.name`. */
  fieldPath?: string;
}

type Rules = Omit<StructuralSchema, "type" | "description" | "properties">;
type Scalar = (description?: string, rules?: Rules) => StructuralSchema;

const describe = (description: string | undefined) => (description ? { description } : {});
const scalar =
  (schema: StructuralSchema): Scalar =>
  (description, rules) => ({ ...schema, ...describe(description), ...rules });

export const text = scalar({ type: "string" });
export const time = scalar({ type: "string", format: "date-time" });
export const int32 = scalar({ type: "integer", format: "int32" });
export const int64 = scalar({ type: "integer", format: "int64" });
export const flag = scalar({ type: "boolean" });
export const intOrText = scalar({
  anyOf: [{ type: "integer" }, { type: "string" }],
  "x-kubernetes-int-or-string": true,
});
/** An object of which nothing more is said. */
export const anyObject = scalar({ type: "object", "x-kubernetes-preserve-unknown-fields": true });

export const choice = (description: string, values: readonly string[], rules?: Rules): StructuralSchema =>
  text(description, { enum: values, ...rules });

/** An object with these fields and no others. */
export const fields = (
  description: string,
  properties: Record<string, StructuralSchema>,
  required: readonly string[] = [],
  rules: Rules = {},
): StructuralSchema => ({
  type: "object",
  ...describe(description),
  properties,
  ...(required.length > 0 ? { required } : {}),
  ...rules,
});

export const listOf = (items: StructuralSchema, description?: string, rules?: Rules): StructuralSchema => ({
  type: "array",
  ...describe(description),
  items,
  ...rules,
});

export const mapOf = (additionalProperties: StructuralSchema, description?: string): StructuralSchema => ({
  type: "object",
  ...describe(description),
  additionalProperties,
});

/** The whole of a kind: what it should be, and what became of it. `metadata` and the like are every object's. */
export const objectOf = (
  description: string,
  parts: { spec: StructuralSchema; status?: StructuralSchema },
  required: readonly string[] = ["spec"],
): StructuralSchema => ({ type: "object", description, properties: { ...parts }, required });
