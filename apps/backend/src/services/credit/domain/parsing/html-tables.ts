import type { Bureau } from "@horizon/contracts/backend";
import { load } from "cheerio/slim";
import { readBureau } from "./vocabulary.ts";

/** A table of a page, with the headings above it. Cells hold their text; a line break or list item becomes a new line. */
export interface HtmlTable {
  readonly section: string;
  /** In an account table the name of the creditor. */
  readonly subHeading: string;
  readonly rows: readonly (readonly string[])[];
}

/** A table with a column a bureau: label → bureau → what it says. */
export interface BureauTable {
  readonly bureaus: readonly Bureau[];
  readonly value: (label: RegExp, bureau: Bureau) => string | null;
}

const headings = "h1, h2, h3, .rpt_fullReport_header";
const subHeadings = "h4, .sub_header";

/** The innermost tables of the page in their order. Scripts are not run and nothing is loaded. */
export function listHtmlTables(html: string): HtmlTable[] {
  const $ = load(html);
  $("script, style, template, noscript").remove();
  $("br, li, p").before("\n");
  const tables: HtmlTable[] = [];
  let section = "";
  let subHeading = "";
  $(`${headings}, ${subHeadings}, table`).each((_, element) => {
    const node = $(element);
    if (node.is(headings)) {
      section = oneLine(node.text());
      subHeading = "";
    } else if (!node.is("table")) subHeading = oneLine(node.text());
    else if (node.find("table").length === 0) {
      const rows = node
        .find("tr")
        .toArray()
        .map((row) =>
          $(row)
            .children("td, th")
            .toArray()
            .map((cell) => $(cell).text()),
        );
      tables.push({ section, subHeading, rows });
    }
  });
  return tables;
}

/** Null for a table without a heading row of bureaus. */
export function asBureauTable({ rows }: HtmlTable): BureauTable | null {
  const [head = [], ...body] = rows;
  const columns = head.map((text) => readBureau(oneLine(text)));
  const bureaus = columns.filter((bureau) => bureau !== null);
  if (bureaus.length === 0 || columns[0] !== null) return null;
  const labelled = body.map(([label = "", ...values]) => ({ label: labelText(label), values }));
  return {
    bureaus,
    value: (label, bureau) =>
      labelled.find((row) => label.test(row.label))?.values[columns.indexOf(bureau) - 1]?.trim() ?? null,
  };
}

export function labelText(label: string): string {
  return oneLine(label).replace(/\s*:$/, "").toLowerCase();
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The lines of a cell that lists several things. */
export function linesOf(text: string | null): string[] {
  return (text ?? "")
    .split("\n")
    .map(oneLine)
    .filter((line) => line !== "" && line !== "-")
    .slice(0, 50);
}
