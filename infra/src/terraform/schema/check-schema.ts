import type { Finding } from "../../policy/finding.ts";
import type { Block, Module } from "../configuration/load-configuration.ts";
import type { BlockSchema, ProviderSchema } from "./provider-schema.ts";

const metaArguments = new Set(["count", "for_each", "lifecycle", "depends_on", "provider", "timeouts"]);

/** Arguments and blocks are those that the providers have, required ones are there, and nothing computed is set. */
export function checkSchema(
  configuration: ReadonlyMap<string, Module>,
  providers: readonly ProviderSchema[],
): Finding[] {
  const find = (kind: "resources" | "dataSources", type: string) =>
    providers.map((provider) => provider[kind][type]).find((schema) => schema !== undefined);
  return [...configuration.values()].flatMap((module) => {
    const declarations = [
      ...module.resources.map((declaration) => ({ ...declaration, kind: "resources" as const })),
      ...module.dataSources.map((declaration) => ({ ...declaration, kind: "dataSources" as const })),
    ];
    return declarations.flatMap(({ kind, type, name, body }) => {
      const subject = `${module.path}: ${kind === "dataSources" ? "data." : ""}${type}.${name}`;
      const schema = find(kind, type);
      if (!schema) {
        const message = `No provider schema holds ${type}: read it with extract.ts (infra/src/terraform/schema), or correct the name.`;
        return [{ rule: "unknown-type", subject, message }];
      }
      return checkBlock(body, schema, subject);
    });
  });
}

function checkBlock(body: Block, schema: BlockSchema, subject: string): Finding[] {
  const findings: Finding[] = [];
  const dynamic = (body.dynamic ?? {}) as Record<string, readonly Block[]>;
  for (const [key, value] of Object.entries(body)) {
    if (metaArguments.has(key) || key === "dynamic") continue;
    const attribute = schema.attributes[key];
    const nested = schema.blocks[key];
    if (nested) {
      const blocks = Array.isArray(value) ? (value as Block[]) : [value as Block];
      for (const block of blocks) findings.push(...checkBlock(block, nested, `${subject}.${key}`));
    } else if (!attribute) {
      findings.push({
        rule: "unknown-argument",
        subject,
        message: `"${key}" is no argument of it: correct or remove it.`,
      });
    } else if (attribute === "computed") {
      findings.push({
        rule: "computed-argument",
        subject,
        message: `"${key}" is what the provider tells: remove it.`,
      });
    }
  }
  for (const [key, blocks] of Object.entries(dynamic)) {
    const nested = schema.blocks[key];
    if (!nested) findings.push({ rule: "unknown-argument", subject, message: `"${key}" is no block of it.` });
    else {
      for (const content of blocks.flatMap((block) => (block.content ?? []) as Block[])) {
        findings.push(...checkBlock(content, nested, `${subject}.${key}`));
      }
    }
  }
  for (const [key, attribute] of Object.entries(schema.attributes)) {
    if (attribute === "required" && !(key in body)) {
      findings.push({ rule: "missing-argument", subject, message: `"${key}" is required: set it.` });
    }
  }
  return findings;
}
