import { bureaus, reportStates } from "@horizon/contracts/backend";
import type { CreditReport, CreditScore } from "@horizon/db/credit";
import { z } from "zod";
import { idOut, publicIdOf } from "../../../platform/ids.ts";
import { parseWarning, reportedFile } from "../domain/report/credit-report.ts";
import { prefixes } from "../ids.ts";

const date = z.iso.date().nullable();
const bureau = z.enum(bureaus);
const text = z.string().nullable();

const fileView = z.strictObject({
  bureau,
  file_since: date,
  frozen: z.boolean().nullable(),
  fraud_alert: reportedFile.shape.fraudAlert,
  statements: z.array(z.string()),
});
export const scoreView = z.strictObject({
  id: idOut(prefixes.score),
  report_id: idOut(prefixes.report),
  bureau,
  model: z.string(),
  value: z.int().nullable(),
  scored_on: z.iso.date(),
  factors: z.array(z.strictObject({ code: text, text: z.string() })),
  no_score_reason: text,
});
export const reportView = z.strictObject({
  id: idOut(prefixes.report),
  customer_id: idOut(prefixes.customer),
  source: z.string(),
  kind: z.string(),
  state: z.enum(reportStates),
  format: text,
  pulled_on: date,
  confidence: z.number().nullable(),
  /** Places that the parser doubts; those to be reviewed first hold the report up. */
  warnings: z.array(parseWarning),
  failure: text,
  size_bytes: z.int(),
  sha256: z.string(),
  created_at: z.iso.datetime(),
  files: z.array(fileView).optional(),
  scores: z.array(scoreView).optional(),
});

export function toReportView(report: CreditReport): z.input<typeof reportView> {
  return {
    id: publicIdOf(prefixes.report, report.id),
    customer_id: publicIdOf(prefixes.customer, report.customerId),
    source: report.source,
    kind: report.kind,
    state: report.state,
    format: report.format,
    pulled_on: report.pulledOn,
    confidence: report.confidence,
    warnings: z.array(parseWarning).parse(report.warnings),
    failure: report.failure,
    size_bytes: report.sizeBytes,
    sha256: report.sha256,
    created_at: report.createdAt.toISOString(),
  };
}

export function toFileViews(report: CreditReport): z.input<typeof fileView>[] {
  return z
    .array(reportedFile)
    .parse(report.files)
    .map(({ fileSince, fraudAlert, ...file }) => ({
      ...file,
      file_since: fileSince,
      fraud_alert: fraudAlert,
    }));
}

export function toScoreView(score: CreditScore): z.input<typeof scoreView> {
  return {
    id: publicIdOf(prefixes.score, score.id),
    report_id: publicIdOf(prefixes.report, score.reportId),
    bureau: score.bureau,
    model: score.model,
    value: score.value,
    scored_on: score.scoredOn,
    factors: scoreView.shape.factors.parse(score.factors),
    no_score_reason: score.noScoreReason,
  };
}
