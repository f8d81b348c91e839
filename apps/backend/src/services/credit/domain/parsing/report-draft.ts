import type {
  ParsedReport,
  ReportedFile,
  ReportedInquiry,
  ReportedPersonalInfo,
  ReportedPublicRecord,
  ReportedScore,
  ReportedTradeline,
  ReportFormat,
} from "../report/credit-report.ts";
import type { FieldReader } from "./field-reader.ts";
import { groupTradelines } from "./group-tradelines.ts";
import { ParseFailure } from "./parse-failure.ts";

/** What a parser of one format found; `finishReport` makes a report of it. */
export interface ReportDraft {
  readonly format: ReportFormat;
  readonly pulledOn: string | null;
  readonly files: ReportedFile[];
  readonly personalInfo: ReportedPersonalInfo[];
  readonly scores: ReportedScore[];
  readonly tradelines: ReportedTradeline[];
  readonly inquiries: ReportedInquiry[];
  readonly publicRecords: ReportedPublicRecord[];
}

/** Most that a real file holds is a few hundred; the rest is an attack on us. */
export const itemsMax = {
  tradelines: 1_500,
  inquiries: 3_000,
  publicRecords: 600,
  personalInfo: 600,
  scores: 60,
};

/** @throws ParseFailure not_a_report, too_large */
export function finishReport(draft: ReportDraft, reader: FieldReader): ParsedReport {
  for (const [name, max] of Object.entries(itemsMax)) {
    if (draft[name as keyof typeof itemsMax].length > max) throw new ParseFailure("too_large");
  }
  const items = draft.tradelines.length + draft.inquiries.length + draft.publicRecords.length;
  if (items + draft.scores.length + draft.personalInfo.length === 0) throw new ParseFailure("not_a_report");
  const tradelines = groupTradelines(draft.tradelines, reader);
  if (draft.pulledOn === null) reader.warn("pulled_date_missing", "pulledOn", true);
  const scores = draft.scores.filter(({ value }, index) => {
    const plausible = value === null || (value >= 250 && value <= 900);
    if (!plausible) reader.warn("score_out_of_range", `scores[${index}]`, true);
    return plausible;
  });
  return {
    ...draft,
    files: draft.files.toSorted((one, two) => one.bureau.localeCompare(two.bureau)),
    scores: dedupe(scores),
    personalInfo: dedupe(draft.personalInfo),
    tradelines,
    warnings: [...reader.warnings],
    confidence: reader.confidence(),
  };
}

function dedupe<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
