import { globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfiguration, terraformRoot } from "../configuration/load-configuration.ts";
import type { BlockSchema } from "./provider-schema.ts";
import { readBindings } from "./read-bindings.ts";

/**
 * `node infra/src/terraform/schema/extract.ts <provider> <version> <folder>`: writes the schema of what the configuration uses of a
 * provider, from its prebuilt bindings unpacked at <folder>. The bindings are hundreds of megabytes, so they are no dependency.
 */
const [provider = "", version = "", folder = ""] = process.argv.slice(2);
const configuration = await loadConfiguration(terraformRoot);
const used = { resources: new Set<string>(), dataSources: new Set<string>() };
for (const module of configuration.values()) {
  for (const { type } of module.resources) used.resources.add(type);
  for (const { type } of module.dataSources) used.dataSources.add(type);
}
const schema: { resources: Record<string, BlockSchema>; dataSources: Record<string, BlockSchema> } = {
  resources: {},
  dataSources: {},
};
for (const name of readdirSync(join(folder, "lib")).sort()) {
  const files = globSync("**/*.js", { cwd: join(folder, "lib", name) });
  const found = readBindings(
    files.map((file) => readFileSync(join(folder, "lib", name, file), "utf8")).join("\n"),
  );
  const kind = name.startsWith("data-") ? "dataSources" : "resources";
  if (found && used[kind].has(found.type)) schema[kind][found.type] = found.schema;
}
const file = new URL(`generated/${provider}.json`, import.meta.url);
writeFileSync(file, `${JSON.stringify({ provider, version, ...schema })}\n`);
console.log(
  `${Object.keys(schema.resources).length} resources, ${Object.keys(schema.dataSources).length} data sources`,
);
