export type ScalarType =
  | "string"
  | "bytes"
  | "quantity"
  | "boolean"
  | "integer"
  | "number"
  | "time"
  | "microTime"
  | "intOrString"
  | "any";

/** What a field of the API holds. */
export type FieldType =
  | { is: ScalarType }
  | { is: "list"; of: FieldType }
  | { is: "map"; of: FieldType }
  | { is: "model"; model: string };

const SCALARS: Record<string, ScalarType> = {
  string: "string",
  boolean: "boolean",
  number: "number",
  Date: "time",
  V1MicroTime: "microTime",
  IntOrString: "intOrString",
  any: "any",
  // An object of any shape.
  object: "any",
};

/**
 * Reads how the generated client writes a type: `Array<V1Container>`, `{ [key: string]: string; }`, a scalar or a
 * model. `format` is that of the innermost value: `byte`, `int32`, `quantity`, ….
 */
export function parseFieldType(text: string, format: string): FieldType {
  const list = /^Array<(.+)>$/.exec(text)?.[1];
  if (list) return { is: "list", of: parseFieldType(list, format) };
  const values = /^\{ \[key: string\]: (.+); \}$/.exec(text)?.[1];
  if (values) return { is: "map", of: parseFieldType(values, format) };
  if (format === "byte") return { is: "bytes" };
  if (format === "quantity") return { is: "quantity" };
  if (text === "number" && format !== "double") return { is: "integer" };
  const scalar = SCALARS[text];
  return scalar ? { is: scalar } : { is: "model", model: text };
}
