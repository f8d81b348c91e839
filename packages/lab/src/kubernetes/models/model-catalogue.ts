import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type FieldType, parseFieldType } from "./field-type.ts";
import { QUANTITY_FIELDS } from "./quantity-fields.ts";

/** One field of a model of the API, under its name on the wire. */
export interface ModelField {
  name: string;
  type: FieldType;
  /** Always present in an answer: the declaration does not mark it optional. */
  required: boolean;
  description: string;
}

/** A type of the API such as `V1PodSpec`, as the generated client describes it. */
export interface Model {
  name: string;
  description: string;
  fields: ReadonlyMap<string, ModelField>;
}

interface Attribute {
  name: string;
  baseName: string;
  type: string;
  format: string;
}

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve("@kubernetes/client-node")), "gen/models");
const models = new Map<string, Model | undefined>();

const plainText = (comment: string) =>
  comment
    .replace(/^\s*\*\s?/gm, "")
    .replaceAll(/\\(['"])/g, "$1")
    .trim();

/** The comment above each attribute of a declaration, and which of them may be absent. */
function readDeclaration(text: string) {
  const fields = new Map<string, { description: string; required: boolean }>();
  for (const [, comment = "", name = "", mark] of text.matchAll(
    /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {4}'([^']+)'(\?)?: /gm,
  )) {
    fields.set(name, { description: plainText(comment), required: mark === undefined });
  }
  const above = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export declare class/.exec(text)?.[1] ?? "";
  return { fields, description: plainText(above) };
}

function readModel(name: string): Model | undefined {
  let declaration: string;
  try {
    declaration = readFileSync(join(folder, `${name}.d.ts`), "utf8");
  } catch {
    return undefined;
  }
  const { [name]: generated } = require(join(folder, `${name}.js`)) as Record<
    string,
    { getAttributeTypeMap(): Attribute[] }
  >;
  const declared = readDeclaration(declaration);
  const fields = (generated?.getAttributeTypeMap() ?? []).map((attribute): [string, ModelField] => {
    const { description = "", required = false } = declared.fields.get(attribute.name) ?? {};
    const isQuantity = QUANTITY_FIELDS.has(`${name}.${attribute.baseName}`);
    const type = parseFieldType(attribute.type, isQuantity ? "quantity" : attribute.format);
    return [attribute.baseName, { name: attribute.baseName, type, required, description }];
  });
  return { name, description: declared.description, fields: new Map(fields) };
}

/** The model of a name, read from the generated client when it is first asked for; undefined where it has none. */
export function findModel(name: string): Model | undefined {
  if (!models.has(name)) models.set(name, /^\w+$/.test(name) ? readModel(name) : undefined);
  return models.get(name);
}
