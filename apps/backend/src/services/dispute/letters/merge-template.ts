import { Liquid } from "liquidjs";
import type { LetterMerge } from "./letter-merge.ts";

/** No files, no prototype, no unknown names, and limits on size and time: a template is data, not code. */
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  lenientIf: false,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 20_000,
  renderLimit: 200,
  memoryLimit: 1_000_000,
});

export type MergeResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** The words of a letter; runs of empty lines become one, and nothing trails. */
export function mergeTemplate(body: string, merge: LetterMerge): MergeResult {
  try {
    const merged: string = engine.parseAndRenderSync(body, merge);
    return { ok: true, text: tidy(merged.normalize("NFC")) };
  } catch (error) {
    // liquidjs appends the template's lines to its message; the first line says what is wrong.
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "it cannot be read";
    return { ok: false, reason };
  }
}

function tidy(text: string): string {
  return `${text
    .replaceAll("\r\n", "\n")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}
