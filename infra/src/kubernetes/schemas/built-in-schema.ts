import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";

interface Attribute {
  name: string;
  baseName: string;
  type: string;
}

const require = createRequire(import.meta.url);
const models = join(dirname(require.resolve("@kubernetes/client-node")), "gen/models");
const known = new Map<string, z.ZodType>();

/**
 * The schema of a model of the Kubernetes API, such as `V1PodSpec`: its fields and types from the generated client's
 * type maps, what is required from its declarations. Strict: a field that the API does not have is refused.
 */
export function builtInSchema(model: string): z.ZodType {
  const schema = known.get(model) ?? z.lazy(() => readModel(model));
  known.set(model, schema);
  return schema;
}

/** The schema of a kind; undefined where the API has no such kind. `group` is `v1` or `apps/v1`. */
export function findBuiltInSchema(apiVersion: string, kind: string): z.ZodType | undefined {
  const version = apiVersion.split("/").at(-1) ?? "";
  const model = `${version[0]?.toUpperCase()}${version.slice(1)}${kind}`;
  return hasModel(model) ? builtInSchema(model) : undefined;
}

function hasModel(model: string): boolean {
  try {
    readFileSync(join(models, `${model}.d.ts`));
    return /^V\d\w+$/.test(model);
  } catch {
    return false;
  }
}

function readModel(model: string): z.ZodType {
  const { [model]: generated } = require(join(models, `${model}.js`)) as Record<
    string,
    { getAttributeTypeMap(): Attribute[] }
  >;
  if (!generated) throw new Error(`The Kubernetes client has no model ${model}`);
  const required = readRequired(model);
  return z.strictObject(
    Object.fromEntries(
      generated.getAttributeTypeMap().map(({ name, baseName, type }) => {
        const schema = typeSchema(type);
        return [baseName, required.has(name) ? schema : schema.optional()];
      }),
    ),
  );
}

/** Names of the attributes that the declaration does not mark with a question mark. */
function readRequired(model: string): Set<string> {
  const declaration = readFileSync(join(models, `${model}.d.ts`), "utf8");
  return new Set([...declaration.matchAll(/^ {4}'([^']+)': /gm)].map(([, name = ""]) => name));
}

const scalars: Record<string, z.ZodType> = {
  string: z.string(),
  number: z.number(),
  boolean: z.boolean(),
  any: z.unknown(),
  Date: z.iso.datetime(),
  IntOrString: z.union([z.int(), z.string()]),
};

/** `Array<V1Container>`, `{ [key: string]: string; }`, a scalar or a model. */
function typeSchema(type: string): z.ZodType {
  const list = /^Array<(.+)>$/.exec(type)?.[1];
  if (list) return z.array(typeSchema(list));
  const values = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (values) return z.record(z.string(), typeSchema(values));
  return scalars[type] ?? builtInSchema(type);
}
