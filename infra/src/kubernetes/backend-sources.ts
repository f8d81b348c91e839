import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const backend = join(import.meta.dirname, "../../../apps/backend/src");
const read = (path: string) => readFileSync(path, "utf8");

/** What the sources of a service say about the pod and the network that it needs. */
export interface BackendService {
  /** As its workload is called: `dispute-service`. */
  name: string;
  /** Settings without a default. */
  requiredSettings: string[];
  /** Services that its internal routes let in. */
  callers: string[];
}

/** The services of apps/backend, read as text: nothing of them is run, or imported. */
export function listBackendServices(): BackendService[] {
  const platform = globSync(join(backend, "platform/*.ts")).filter((file) => !file.endsWith(".test.ts"));
  const shapes = new Map(platform.flatMap((file) => listShapes(read(file))));
  return globSync(join(backend, "services/*")).map((folder) => {
    const directory = basename(folder);
    const env = join(folder, "env.ts");
    const sources = globSync(join(folder, "**/*.ts")).filter((file) => !file.endsWith(".test.ts"));
    return {
      name: directory === "api-gateway" ? directory : `${directory}-service`,
      requiredSettings: existsSync(env) ? listRequiredSettings(read(env), shapes) : [],
      callers: [...new Set(sources.flatMap((file) => listCallers(read(file))))].sort(),
    };
  });
}

/** Settings of a zod shape that have neither a default nor leave to be absent; `...shape` is looked up in `shapes`. */
export function listRequiredSettings(source: string, shapes: ReadonlyMap<string, string>): string[] {
  const spread = [...source.matchAll(/^ {2}\.\.\.(\w+),/gm)].flatMap(([, shape = ""]) =>
    listRequiredSettings(shapes.get(shape) ?? "", shapes),
  );
  const own = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): ([\s\S]*?),\n(?= {2}\S|\})/gm)];
  const mayBeAbsent = (schema: string) => /\.(default|optional)\(/.test(schema);
  /** Of a schema that begins with a name of the file, what the file says of it. */
  const definitionOf = (schema: string) =>
    new RegExp(`^const ${/^\w+/.exec(schema)?.[0]} = ([^;]+);`, "m").exec(source)?.[1] ?? "";
  const given = new Set(
    own
      .filter(([, , schema = ""]) => mayBeAbsent(schema) || mayBeAbsent(definitionOf(schema)))
      .map(([, name]) => name),
  );
  const required = own.map(([, name = ""]) => name);
  return [...new Set([...spread, ...required])].filter((name) => !given.has(name));
}

/** Exported shapes of settings, by name. */
const listShapes = (source: string) =>
  [...source.matchAll(/^export const (\w+Env) = \{\n([\s\S]*?)^\}/gm)].map(
    ([, name = "", body = ""]) => [name, `${body}}`] as const,
  );

/** The names in every `callers: ["…"]`. */
export const listCallers = (source: string): string[] =>
  [...source.matchAll(/callers: \[([^\]]*)\]/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"([a-z-]+)"/g)].map(([, name = ""]) => name),
  );
