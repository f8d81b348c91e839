import { escapeHtml } from "./escape-html.ts";

type Json = Record<string, unknown>;

/** A JSON schema in words: types, limits, and members as a nested list. */
export function renderSchema(schema: Json, depth = 0): string {
  if (depth > 6) return "…";
  const alternatives = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (alternatives !== undefined) return alternatives.map((one) => renderSchema(one, depth + 1)).join(" or ");
  if (schema.const !== undefined) return `<code>${escapeHtml(JSON.stringify(schema.const))}</code>`;
  if (Array.isArray(schema.enum)) {
    return schema.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(" | ");
  }
  if (schema.type === "array") return `list of ${renderSchema((schema.items ?? {}) as Json, depth + 1)}`;
  if (schema.type === "object") return renderObject(schema, depth);
  const type = Array.isArray(schema.type)
    ? schema.type.join(" or ")
    : String(schema.format ?? schema.type ?? "anything");
  return `${escapeHtml(type)}${renderLimits(schema)}`;
}

function renderObject(schema: Json, depth: number): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  if (properties.length === 0) return "object";
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const rows = properties.map(
    ([name, member]) =>
      `<li><code>${escapeHtml(name)}</code>${required.has(name) ? "" : " (optional)"}: ${renderSchema(member, depth + 1)}</li>`,
  );
  return `<ul>${rows.join("")}</ul>`;
}

function renderLimits(schema: Json): string {
  const limits = (
    [
      ["minLength", "at least", "characters"],
      ["maxLength", "at most", "characters"],
      ["minimum", "from", ""],
      ["maximum", "to", ""],
    ] as const
  )
    .filter(([key]) => schema[key] !== undefined && Math.abs(Number(schema[key])) < Number.MAX_SAFE_INTEGER)
    .map(([key, word, unit]) => `${word} ${schema[key]}${unit ? ` ${unit}` : ""}`);
  return limits.length === 0 ? "" : `, ${limits.join(", ")}`;
}
