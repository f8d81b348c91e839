import type { JsonSchema } from "./api-document.ts";
import type { SeededRandom } from "./seeded-random.ts";

export interface Sampling {
  readonly random: SeededRandom;
  /** Ids that exist, by their prefix. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** For texts that may be anything. */
  readonly text?: string;
}

const idPattern = /^\^([a-z]{2,5})_\[0-9a-f\]\{32\}\$$/;

/** A value that the schema allows, as far as it can be made from it. */
export function sampleSchema(schema: JsonSchema, sampling: Sampling): unknown {
  const { random } = sampling;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return sampleSchema(random.pick(choices), sampling);
  if (schema.allOf !== undefined) {
    return Object.assign({}, ...schema.allOf.map((part) => sampleSchema(part, sampling)));
  }
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object": {
      const required = new Set(schema.required);
      const members = Object.entries(schema.properties ?? {}).filter(
        ([name]) => required.has(name) || random.int(2) === 0,
      );
      return Object.fromEntries(members.map(([name, member]) => [name, sampleSchema(member, sampling)]));
    }
    case "array": {
      const length = Math.max(schema.minItems ?? 0, 1);
      return Array.from({ length }, () => sampleSchema(schema.items ?? {}, sampling));
    }
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case "boolean":
      return random.int(2) === 0;
    case "null":
      return null;
    default:
      return sampleText(schema, sampling);
  }
}

function sampleText(schema: JsonSchema, { random, ids, text }: Sampling): string {
  const prefix = idPattern.exec(schema.pattern ?? "")?.[1];
  if (prefix !== undefined) {
    const known = ids.get(prefix) ?? [];
    return known.length > 0 && random.int(4) > 0 ? random.pick(known) : `${prefix}_${random.hex(32)}`;
  }
  switch (schema.format) {
    case "uuid":
      return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-8${random.hex(3)}-${random.hex(12)}`;
    case "date":
      return `2026-1${random.int(3)}-1${random.int(10)}`;
    case "date-time":
      return `2026-1${random.int(3)}-1${random.int(10)}T12:00:00Z`;
    case "email":
      return `${random.hex(12)}@customer.example`;
    case "uri":
      return "https://partner.example/hook";
  }
  if (schema.pattern?.includes("{64}")) return random.hex(64);
  const fill = text ?? "A true statement of the customer.";
  return fill.padEnd(schema.minLength ?? 0, "x").slice(0, schema.maxLength ?? fill.length);
}
