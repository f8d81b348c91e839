import type { ParsedReport } from "../report/credit-report.ts";
import { ParseFailure } from "./parse-failure.ts";
import { decodeText, type SourceKind, sniffSource } from "./sniff-source.ts";
import { nodeOf } from "./source-tree.ts";

/**
 * Any file that a customer may have of their report. As slow as the file wills: run it in a thread that can be ended
 * (`parser/parse-in-thread.ts`).
 * @throws ParseFailure
 */
export async function parseReport(bytes: Uint8Array): Promise<ParsedReport> {
  const kind = sniffSource(bytes);
  if (kind === null) throw new ParseFailure("unsupported");
  const parse = await parsers[kind]();
  try {
    return parse(decodeText(bytes));
  } catch (error) {
    if (error instanceof ParseFailure) throw error;
    // A stack that overflowed, or a defect of a parser below: for the person the file is damaged.
    throw new ParseFailure(error instanceof RangeError ? "too_deep" : "malformed", { cause: error });
  }
}

/** A thread reads one file, and the libraries for the other kinds would be most of its memory: it loads what it needs. */
const parsers: Readonly<Record<SourceKind, () => Promise<(text: string) => ParsedReport>>> = {
  async json() {
    const { readJson } = await import("./read-json.ts");
    const { parseTrueLink } = await import("./parse-true-link.ts");
    const { parseMismo } = await import("./parse-mismo.ts");
    return (text) => {
      const root = readJson(text);
      const isTrueLink = nodeOf(root, "BundleComponents") ?? nodeOf(root, "TrueLinkCreditReportType");
      return isTrueLink ? parseTrueLink(root) : parseMismo(root, "mismo_json");
    };
  },
  async xml() {
    const { readXml } = await import("./read-xml.ts");
    const { parseMismo } = await import("./parse-mismo.ts");
    return (text) => parseMismo(readXml(text), "mismo_xml");
  },
  async html() {
    const { checkHtmlShape } = await import("./check-html-shape.ts");
    const { parseMonitoringHtml } = await import("./parse-monitoring-html.ts");
    return (text) => {
      checkHtmlShape(text);
      return parseMonitoringHtml(text);
    };
  },
};
