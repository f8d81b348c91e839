import type { ParsedReport } from "../report/credit-report.ts";
import { ParseFailure } from "./parse-failure.ts";
import { parseMismo } from "./parse-mismo.ts";
import { parseMonitoringHtml } from "./parse-monitoring-html.ts";
import { parseTrueLink } from "./parse-true-link.ts";
import { checkHtmlShape, decodeText, readJson, readXml, sniffSource } from "./read-source.ts";
import { nodeOf } from "./source-tree.ts";

/** Raised when a change here reads the same file differently. */
export const parserVersion = "1";

/**
 * Any file that a customer may have of their report. Pure, and as slow as the file wills: run it in a thread that can be
 * ended (`parser/parse-in-thread.ts`).
 * @throws ParseFailure
 */
export function parseReport(bytes: Uint8Array): ParsedReport {
  const kind = sniffSource(bytes);
  if (kind === null) throw new ParseFailure("unsupported");
  const text = decodeText(bytes);
  try {
    if (kind === "html") {
      checkHtmlShape(text);
      return parseMonitoringHtml(text);
    }
    if (kind === "xml") return parseMismo(readXml(text), "mismo_xml");
    const root = readJson(text);
    const isTrueLink = nodeOf(root, "BundleComponents") ?? nodeOf(root, "TrueLinkCreditReportType");
    return isTrueLink ? parseTrueLink(root) : parseMismo(root, "mismo_json");
  } catch (error) {
    if (error instanceof ParseFailure) throw error;
    // A stack that overflowed, or a defect of a parser below: for the person the file is damaged.
    throw new ParseFailure(error instanceof RangeError ? "too_deep" : "malformed", { cause: error });
  }
}
