import type { ReportedPublicRecord } from "../report/credit-report.ts";

export function readRecordKind(text: string | null): ReportedPublicRecord["kind"] {
  if (/bankrupt|chapter/i.test(text ?? "")) return "bankruptcy";
  if (/lien/i.test(text ?? "")) return "tax_lien";
  return /judg|suit|civil/i.test(text ?? "") ? "judgment" : "other";
}

export function readChapter(text: string | null): ReportedPublicRecord["chapter"] {
  const match = /chapter[ -]?(7|11|12|13)\b/i.exec(text ?? "");
  return (match?.[1] as ReportedPublicRecord["chapter"] | undefined) ?? null;
}
