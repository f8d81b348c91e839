import { escapeHtml } from "./escape-html.ts";
import { introduction } from "./introduction.ts";
import { renderSchema } from "./render-schema.ts";

type Json = Record<string, unknown>;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operation: Json;
}

/** The documentation as one page without scripts: an introduction, then every operation by subject. */
export function renderDocs(document: Json): string {
  const operations = listOperations(document);
  const tags = [...new Set(operations.flatMap(({ operation }) => (operation.tags as string[]) ?? []))].sort();
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => ((operation.tags as string[]) ?? []).includes(tag));
    return `<section><h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>${own.map(renderOperation).join("")}</section>`;
  });
  const nav = tags.map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join(" ");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Horizon API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body><main><h1>Horizon API</h1><nav aria-label="Subjects">${nav}</nav>${introduction}${sections.join("")}</main></body></html>`;
}

function listOperations(document: Json): Operation[] {
  return Object.entries((document.paths ?? {}) as Record<string, Json>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: operation as Json,
    })),
  );
}

function renderOperation({ method, path, operation }: Operation): string {
  const roles = (operation["x-roles"] as string[] | undefined) ?? [];
  const who = [
    roles.length > 0 ? `for ${roles.join(", ")}` : "for anybody",
    ...(operation["x-scope"]
      ? [`API clients need <code>${escapeHtml(String(operation["x-scope"]))}</code>`]
      : []),
    ...(operation["x-step-up"] ? ["needs a second factor shown within five minutes"] : []),
  ].join(" · ");
  return `<article id="${escapeHtml(String(operation.operationId))}">
<h3><code>${method} ${escapeHtml(path)}</code></h3>
<p>${escapeHtml(String(operation.summary ?? ""))}. ${who}.</p>
${operation.description ? `<p>${escapeHtml(String(operation.description))}</p>` : ""}
${renderParameters((operation.parameters as Json[]) ?? [])}${renderBody(operation.requestBody as Json | undefined)}
${renderAnswers(operation.responses as Record<string, Json>)}${renderProblems((operation["x-problems"] as string[]) ?? [])}</article>`;
}

function renderParameters(parameters: readonly Json[]): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      `<tr><td><code>${escapeHtml(String(name))}</code></td><td>${escapeHtml(String(place))}${required ? "" : ", optional"}</td><td>${renderSchema(schema as Json)}${description ? ` ${escapeHtml(String(description))}` : ""}</td></tr>`,
  );
  return `<table><caption>Parameters</caption><tbody>${rows.join("")}</tbody></table>`;
}

function renderBody(body: Json | undefined): string {
  if (body === undefined) return "";
  const content = Object.entries(body.content as Record<string, { schema?: Json }>);
  return content
    .map(([type, { schema }]) => `<h4>Body, ${escapeHtml(type)}</h4>${schema ? renderSchema(schema) : ""}`)
    .join("");
}

function renderAnswers(responses: Record<string, Json>): string {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([status, { content = {} }]) => {
      const [first] = Object.entries(content as Record<string, { schema?: Json }>);
      return `<h4>Answer ${escapeHtml(status)}</h4>${first?.[1].schema ? renderSchema(first[1].schema) : "<p>No body.</p>"}`;
    })
    .join("");
}

function renderProblems(problems: readonly string[]): string {
  if (problems.length === 0) return "";
  return `<p>Problems of its own: ${problems.map((code) => `<code>${escapeHtml(code)}</code>`).join(", ")}.</p>`;
}

const style = `:root{color-scheme:light dark;--line:#8884;--code:#8881}body{font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:60rem;margin:0 auto;padding:1rem}nav{display:flex;flex-wrap:wrap;gap:.75rem;position:sticky;top:0;background:Canvas;padding:.5rem 0;border-bottom:1px solid var(--line)}
h2{margin-top:2.5rem}article{border-top:1px solid var(--line);padding:.5rem 0 1rem}h3 code{font-size:1rem}h4{margin:.75rem 0 .25rem}
code,pre{font-family:ui-monospace,monospace;font-size:.875em;background:var(--code);border-radius:3px;padding:.1em .3em}pre{padding:.75rem;overflow-x:auto}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.25rem 0}td{border-top:1px solid var(--line);padding:.25rem .5rem .25rem 0;vertical-align:top}
ul{margin:.25rem 0;padding-left:1.25rem}:target{outline:2px solid Highlight;outline-offset:4px}`;
