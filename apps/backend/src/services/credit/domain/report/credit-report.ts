import { z } from "zod";
import { accountStatusCodes } from "../metro2/account-status.ts";
import { accountTypeCodes, portfolioCodes } from "../metro2/account-types.ts";
import {
  bankruptcyCodes,
  complianceCodes,
  ecoaCodes,
  keysOf,
  specialComments,
} from "../metro2/condition-codes.ts";
import { historyPattern } from "../metro2/payment-history.ts";
import { bureauCodes } from "./bureau-codes.ts";

export const reportFormats = ["truelink_json", "mismo_xml", "mismo_json", "monitoring_html"] as const;
export type ReportFormat = (typeof reportFormats)[number];

const bureau = z.enum(bureauCodes);
const civilDate = z.iso.date();
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const text = z.string().min(1).max(300);
const cents = z.int().min(-1_000_000_000_00).max(1_000_000_000_00);
const count = z.int().min(0).max(9_999);

/** One account as one bureau shows it. Money in US cents; a field that the source does not give is null. */
export const reportedTradeline = z.strictObject({
  bureau,
  /** The same in rows that are one account at several bureaus; means nothing outside of its report. */
  group: z.string().min(1).max(64),
  kind: z.enum(["account", "collection"]),
  furnisherName: text,
  subscriberCode: text.nullable(),
  /** Never the whole number. */
  accountNumber: text.nullable(),
  portfolio: z.enum(portfolioCodes).nullable(),
  accountType: z.enum(accountTypeCodes).nullable(),
  accountTypeText: text.nullable(),
  ecoa: z.enum(keysOf(ecoaCodes)).nullable(),
  open: z.boolean().nullable(),
  status: z.enum(accountStatusCodes).nullable(),
  statusText: text.nullable(),
  openedOn: civilDate.nullable(),
  closedOn: civilDate.nullable(),
  /** The date of the figures. */
  asOfOn: civilDate.nullable(),
  lastPaymentOn: civilDate.nullable(),
  /** Date of first delinquency, from the source itself. */
  dofdOn: civilDate.nullable(),
  limitCents: cents.nullable(),
  highBalanceCents: cents.nullable(),
  balanceCents: cents.nullable(),
  pastDueCents: cents.nullable(),
  chargeOffCents: cents.nullable(),
  monthlyPaymentCents: cents.nullable(),
  termsMonths: count.nullable(),
  /** Metro 2 codes, most recent month first. */
  history: z.string().regex(historyPattern),
  historyFrom: month.nullable(),
  late30: count.nullable(),
  late60: count.nullable(),
  late90: count.nullable(),
  disputeFlag: z.boolean().nullable(),
  complianceCode: z.enum(keysOf(complianceCodes)).nullable(),
  bankruptcyCode: z.enum(keysOf(bankruptcyCodes)).nullable(),
  specialComment: z.enum(keysOf(specialComments)).nullable(),
  remarks: z.array(text).max(20),
  originalCreditor: text.nullable(),
  medical: z.boolean(),
});
export type ReportedTradeline = z.infer<typeof reportedTradeline>;

const publicRecordKinds = ["bankruptcy", "judgment", "tax_lien", "other"] as const;
export const reportedPublicRecord = z.strictObject({
  bureau,
  kind: z.enum(publicRecordKinds),
  chapter: z.enum(["7", "11", "12", "13"]).nullable(),
  court: text.nullable(),
  docket: text.nullable(),
  filedOn: civilDate.nullable(),
  disposition: text.nullable(),
  dispositionOn: civilDate.nullable(),
  /** When a lien or judgment was paid. */
  paidOn: civilDate.nullable(),
  amountCents: cents.nullable(),
});
export type ReportedPublicRecord = z.infer<typeof reportedPublicRecord>;

export const reportedInquiry = z.strictObject({
  bureau,
  subscriberName: text,
  inquiredOn: civilDate.nullable(),
  type: z.enum(["hard", "soft"]),
  industry: text.nullable(),
});
export type ReportedInquiry = z.infer<typeof reportedInquiry>;

const personalInfoKinds = [
  "name",
  "alias",
  "address",
  "previous_address",
  "ssn",
  "birth_year",
  "phone",
  "employer",
] as const;
export const reportedPersonalInfo = z.strictObject({
  bureau,
  kind: z.enum(personalInfoKinds),
  /** Of an SSN the last four digits alone. */
  value: text,
  reportedOn: civilDate.nullable(),
});
export type ReportedPersonalInfo = z.infer<typeof reportedPersonalInfo>;

export const reportedScore = z.strictObject({
  bureau,
  /** `vantage_3`, `fico_8`, `fico_auto_8`, …; a model that we do not know is its name as a slug. */
  model: z.string().regex(/^[a-z0-9_]{3,40}$/),
  /** Null when the bureau could not compute one. */
  value: z.int().min(250).max(900).nullable(),
  scoredOn: civilDate.nullable(),
  factors: z.array(z.strictObject({ code: text.nullable(), text })).max(10),
  noScoreReason: text.nullable(),
});
export type ReportedScore = z.infer<typeof reportedScore>;

export const reportedFile = z.strictObject({
  bureau,
  fileSince: civilDate.nullable(),
  frozen: z.boolean().nullable(),
  fraudAlert: z.enum(["none", "initial", "extended", "active_duty"]).nullable(),
  statements: z.array(z.string().min(1).max(2_000)).max(10),
});
export type ReportedFile = z.infer<typeof reportedFile>;

/** What the parser doubts. It names the place and never the value, which may be personal. */
export const parseWarning = z.strictObject({
  code: z.enum([
    "date_unreadable",
    "date_without_day",
    "date_implausible",
    "amount_unreadable",
    "status_unknown",
    "history_code_unknown",
    "bureau_unknown",
    "bureau_missing",
    "account_repeated",
    "text_cut",
    "control_characters",
    "score_out_of_range",
    "furnisher_missing",
    "pulled_date_missing",
  ]),
  /** A path such as `tradelines[3].openedOn`. */
  at: z.string().min(1).max(120),
  /** Whether a person must look before the report counts as parsed. */
  review: z.boolean(),
});
export type ParseWarning = z.infer<typeof parseWarning>;

/** A report as it was read: one immutable import. */
export const parsedReport = z.strictObject({
  format: z.enum(reportFormats),
  pulledOn: civilDate.nullable(),
  files: z.array(reportedFile).max(3),
  personalInfo: z.array(reportedPersonalInfo).max(600),
  scores: z.array(reportedScore).max(60),
  tradelines: z.array(reportedTradeline),
  inquiries: z.array(reportedInquiry).max(3_000),
  publicRecords: z.array(reportedPublicRecord).max(600),
  warnings: z.array(parseWarning),
  /** 0–1: the share of what was expected that was read without doubt. */
  confidence: z.number().min(0).max(1),
});
export type ParsedReport = z.infer<typeof parsedReport>;
