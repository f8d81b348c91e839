/** What a field of the API holds. */
export type FieldType =
  | {
      is:
        | "string"
        | "bytes"
        | "boolean"
        | "integer"
        | "number"
        | "time"
        | "microTime"
        | "intOrString"
        | "any";
    }
  | { is: "list"; of: FieldType }
  | { is: "map"; of: FieldType }
  | { is: "model"; model: string };

const SCALARS: Record<string, FieldType> = {
  string: { is: "string" },
  boolean: { is: "boolean" },
  number: { is: "number" },
  Date: { is: "time" },
  V1MicroTime: { is: "microTime" },
  IntOrString: { is: "intOrString" },
  any: { is: "any" },
};

/** Reads how the generated client writes a type: `Array<V1Container>`, `{ [key: string]: string; }`, a scalar or a model. */
export function parseFieldType(text: string, format: string): FieldType {
  const list = /^Array<(.+)>$/.exec(text)?.[1];
  if (list) return { is: "list", of: parseFieldType(list, format) };
  const values = /^\{ \[key: string\]: (.+); \}$/.exec(text)?.[1];
  if (values) return { is: "map", of: parseFieldType(values, format) };
  if (format === "byte") return { is: "bytes" };
  if (text === "number" && format !== "double") return { is: "integer" };
  return SCALARS[text] ?? { is: "model", model: text };
}
