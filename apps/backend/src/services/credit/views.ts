import { bureaus, findingStates, reportElementKinds, reportStates } from "@horizon/contracts/backend";
import type {
  CreditElement,
  CreditFinding,
  CreditOverlay,
  CreditReport,
  CreditScore,
} from "@horizon/db/credit";
import { z } from "zod";
import { idOut, publicIdOf } from "../../platform/ids.ts";
import { severities, suggestedGrounds } from "./domain/findings/finding.ts";
import { statusFacts } from "./domain/metro2/account-status.ts";
import { accountTypes, portfolioTypes } from "./domain/metro2/account-types.ts";
import {
  bankruptcyCodes,
  complianceCodes,
  ecoaCodes,
  specialComments,
} from "./domain/metro2/condition-codes.ts";
import { obsolescenceOfDelinquency } from "./domain/obsolescence.ts";
import { parseWarning, reportedFile } from "./domain/report/credit-report.ts";
import { prefixes } from "./ids.ts";
import { toInquiry, toPersonalInfo, toPublicRecord, toTradeline } from "./report-elements.ts";

const money = z.strictObject({ amount: z.int(), currency: z.literal("USD") });
const usd = (amount: number | null) => (amount === null ? null : { amount, currency: "USD" as const });
const date = z.iso.date().nullable();
const bureau = z.enum(bureaus);
const text = z.string().nullable();
/** A Metro 2 code and what it means. */
const coded = z.strictObject({ code: z.string(), meaning: z.string() }).nullable();

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

const elementHead = { id: idOut(prefixes.element), report_id: idOut(prefixes.report), bureau };
const toHead = ({ id, reportId, bureau: at }: CreditElement) => ({
  id: publicIdOf(prefixes.element, id),
  report_id: publicIdOf(prefixes.report, reportId),
  bureau: at,
});

export const tradelineView = z.strictObject({
  ...elementHead,
  kind: z.enum(["account", "collection"]),
  group_id: idOut(prefixes.group).nullable(),
  derogatory: z.boolean(),
  furnisher: z.string(),
  subscriber_code: text,
  account_number: text,
  portfolio: coded,
  account_type: coded,
  account_type_text: text,
  ownership: coded,
  open: z.boolean().nullable(),
  status: coded,
  status_text: text,
  opened_on: date,
  closed_on: date,
  as_of_on: date,
  last_payment_on: date,
  dofd_on: date,
  limit: money.nullable(),
  high_balance: money.nullable(),
  balance: money.nullable(),
  past_due: money.nullable(),
  charge_off: money.nullable(),
  monthly_payment: money.nullable(),
  terms_months: z.int().nullable(),
  late_counts: z.strictObject({
    days_30: z.int().nullable(),
    days_60: z.int().nullable(),
    days_90: z.int().nullable(),
  }),
  dispute_flag: z.boolean().nullable(),
  compliance: coded,
  bankruptcy: coded,
  special_comment: coded,
  remarks: z.array(z.string()),
  original_creditor: text,
  medical: z.boolean(),
});

const code = <K extends string>(table: Readonly<Record<K, string>>, value: K | null) =>
  value === null ? null : { code: value, meaning: table[value] };

export function toTradelineView(element: CreditElement): z.input<typeof tradelineView> {
  const row = toTradeline(element);
  return {
    ...toHead(element),
    kind: row.kind,
    group_id: element.groupId === null ? null : publicIdOf(prefixes.group, element.groupId),
    derogatory: element.derogatory,
    furnisher: row.furnisherName,
    subscriber_code: row.subscriberCode,
    account_number: row.accountNumber,
    portfolio: code(portfolioTypes, row.portfolio),
    account_type: code(accountTypes, row.accountType),
    account_type_text: row.accountTypeText,
    ownership: code(ecoaCodes, row.ecoa),
    open: row.open,
    status: row.status === null ? null : { code: row.status, meaning: statusFacts(row.status).meaning },
    status_text: row.statusText,
    opened_on: row.openedOn,
    closed_on: row.closedOn,
    as_of_on: row.asOfOn,
    last_payment_on: row.lastPaymentOn,
    dofd_on: row.dofdOn,
    limit: usd(row.limitCents),
    high_balance: usd(row.highBalanceCents),
    balance: usd(row.balanceCents),
    past_due: usd(row.pastDueCents),
    charge_off: usd(row.chargeOffCents),
    monthly_payment: usd(row.monthlyPaymentCents),
    terms_months: row.termsMonths,
    late_counts: { days_30: row.late30, days_60: row.late60, days_90: row.late90 },
    dispute_flag: row.disputeFlag,
    compliance: code(complianceCodes, row.complianceCode),
    bankruptcy: code(bankruptcyCodes, row.bankruptcyCode),
    special_comment: code(specialComments, row.specialComment),
    remarks: row.remarks,
    original_creditor: row.originalCreditor,
    medical: row.medical,
  };
}

export const inquiryView = z.strictObject({
  ...elementHead,
  subscriber: z.string(),
  inquired_on: date,
  type: z.enum(["hard", "soft"]),
  industry: text,
});
export function toInquiryView(element: CreditElement): z.input<typeof inquiryView> {
  const { subscriberName, inquiredOn, type, industry } = toInquiry(element);
  return { ...toHead(element), subscriber: subscriberName, inquired_on: inquiredOn, type, industry };
}

export const publicRecordView = z.strictObject({
  ...elementHead,
  kind: z.string(),
  chapter: text,
  court: text,
  docket: text,
  filed_on: date,
  disposition: text,
  disposition_on: date,
  paid_on: date,
  amount: money.nullable(),
});
export function toPublicRecordView(element: CreditElement): z.input<typeof publicRecordView> {
  const record = toPublicRecord(element);
  return {
    ...toHead(element),
    kind: record.kind,
    chapter: record.chapter,
    court: record.court,
    docket: record.docket,
    filed_on: record.filedOn,
    disposition: record.disposition,
    disposition_on: record.dispositionOn,
    paid_on: record.paidOn,
    amount: usd(record.amountCents),
  };
}

export const personalInfoView = z.strictObject({
  ...elementHead,
  kind: z.string(),
  value: z.string(),
  reported_on: date,
});
export function toPersonalInfoView(element: CreditElement): z.input<typeof personalInfoView> {
  const { kind, value, reportedOn } = toPersonalInfo(element);
  // Of an SSN four digits are all that was kept; they are shown as everywhere (SSN-2).
  return {
    ...toHead(element),
    kind,
    value: kind === "ssn" ? `***-**-${value}` : value,
    reported_on: reportedOn,
  };
}

export const overlayView = z.strictObject({
  element_id: idOut(prefixes.element),
  dofd_on: date,
  evidence_document_id: idOut(prefixes.document).nullable(),
  group_id: idOut(prefixes.group).nullable(),
  reason: z.string(),
  /** From when a letter may claim that it is obsolete, and when bureaus usually drop it (FCRA-14). */
  statutory_obsolete_on: date,
  bureau_practice_on: date,
});
export function toOverlayView(overlay: CreditOverlay): z.input<typeof overlayView> {
  const dates = overlay.dofdOn === null ? null : obsolescenceOfDelinquency(overlay.dofdOn);
  return {
    element_id: publicIdOf(prefixes.element, overlay.elementId),
    dofd_on: overlay.dofdOn,
    evidence_document_id:
      overlay.evidenceDocumentId === null ? null : publicIdOf(prefixes.document, overlay.evidenceDocumentId),
    group_id: overlay.groupId === null ? null : publicIdOf(prefixes.group, overlay.groupId),
    reason: overlay.reason,
    statutory_obsolete_on: dates?.statutoryObsoleteOn ?? null,
    bureau_practice_on: dates?.bureauPracticeOn ?? null,
  };
}

const evidenceView = z.strictObject({
  field: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  bureau: bureau.optional(),
});
export const findingView = z.strictObject({
  id: idOut(prefixes.finding),
  report_id: idOut(prefixes.report),
  element_id: idOut(prefixes.element),
  element_kind: z.enum(reportElementKinds),
  bureau: bureau.nullable(),
  rule: z.string(),
  law: text,
  variant: z.string(),
  severity: z.enum(severities),
  suggested_ground: z.enum(suggestedGrounds).nullable(),
  state: z.enum(findingStates),
  confidence: z.number(),
  evidence: z.array(evidenceView),
  version: z.int(),
});
export function toFindingView(finding: CreditFinding): z.input<typeof findingView> {
  const { severity, suggested_ground } = findingView.shape;
  return {
    id: publicIdOf(prefixes.finding, finding.id),
    report_id: publicIdOf(prefixes.report, finding.reportId),
    element_id: publicIdOf(prefixes.element, finding.elementId),
    element_kind: finding.elementKind,
    bureau: finding.bureau,
    rule: finding.rule,
    law: finding.law,
    variant: finding.variant,
    severity: severity.parse(finding.severity),
    suggested_ground: suggested_ground.parse(finding.ground),
    state: finding.state,
    confidence: finding.confidence,
    evidence: z.array(evidenceView).parse(finding.evidence),
    version: finding.version,
  };
}
