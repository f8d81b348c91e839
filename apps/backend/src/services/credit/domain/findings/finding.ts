import type { Bureau, DisputeGround, ReportElementKind } from "@horizon/contracts/backend";
import type {
  ReportedInquiry,
  ReportedPersonalInfo,
  ReportedPublicRecord,
  ReportedTradeline,
  ReportFormat,
} from "../report/credit-report.ts";

/** Grounds of a dispute that a finding may suggest. */
export const suggestedGrounds = [
  "authorised_user",
  "not_liable",
  "balance_wrong",
  "past_due_wrong",
  "limit_wrong",
  "chargeoff_amount_wrong",
  "status_wrong",
  "late_payment_wrong",
  "date_opened_wrong",
  "date_closed_wrong",
  "dofd_wrong",
  "reaged",
  "obsolete",
  "duplicate",
  "transferred_sold",
  "bankruptcy_included",
  "medical_paid",
  "medical_under_500",
  "medical_under_1y",
  "medical_state_ban",
  "inquiry_unauthorised",
  "personal_info_wrong",
  "public_record_wrong",
  "deceased_wrong",
  "reinserted",
  "incomplete",
] as const satisfies readonly DisputeGround[];
export type SuggestedGround = (typeof suggestedGrounds)[number];

export const severities = ["high", "medium", "low", "info"] as const;
export type Severity = (typeof severities)[number];

/** One thing that was read, and that the finding rests on. Amounts in cents. */
export interface Evidence {
  readonly field: string;
  readonly value: string | number | boolean | null;
  readonly bureau?: Bureau;
}

export interface Finding {
  /** `M01`–`M25`. */
  readonly rule: string;
  /** Id of the rule of law that it rests on, if any. */
  readonly law: string | null;
  readonly elementKind: ReportElementKind;
  /** What is wrong. For a disagreement of bureaus: the first of the rows that disagree. */
  readonly elementId: string;
  /** Null when it is between bureaus. */
  readonly bureau: Bureau | null;
  readonly severity: Severity;
  /** Null: something to look at that is no ground by itself. */
  readonly ground: SuggestedGround | null;
  readonly state: "open" | "needs_dofd";
  /** 0–1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** What tells two findings of one rule on one element apart. */
  readonly variant: string;
}

export type WithId<T> = T & { readonly id: string };
export type AuditedTradeline = WithId<ReportedTradeline>;

/** All that the rules may know. */
export interface AuditedReport {
  readonly format: ReportFormat;
  /** The date of the report. */
  readonly asOf: string;
  /** Of the contract address. */
  readonly state: string | null;
  /** `dofdOn` is an overlay's where staff recorded evidence of it. */
  readonly tradelines: readonly AuditedTradeline[];
  readonly inquiries: readonly WithId<ReportedInquiry>[];
  readonly publicRecords: readonly WithId<ReportedPublicRecord>[];
  readonly personalInfo: readonly WithId<ReportedPersonalInfo>[];
  /** Id of a tradeline → its earliest DOFD in earlier reports, and in which. */
  readonly earlierDofd: ReadonlyMap<string, { readonly dofdOn: string; readonly pulledOn: string }>;
  /** Id of a tradeline → when a bureau deleted it after a dispute. */
  readonly deletedBefore: ReadonlyMap<string, { readonly deletedOn: string }>;
  /** Id of a tradeline → since when a dispute of it is looked into. */
  readonly disputedSince: ReadonlyMap<string, { readonly openedOn: string }>;
  /** Id of a tradeline → when the last dispute of it ended without deletion. */
  readonly resolvedBefore: ReadonlyMap<string, { readonly resolvedOn: string }>;
}

export type Rule = (report: AuditedReport) => Finding[];

/** A finding about one tradeline with the usual defaults. */
export function onTradeline(
  row: AuditedTradeline,
  fields: Pick<Finding, "rule" | "severity" | "ground" | "evidence"> & Partial<Finding>,
): Finding {
  return {
    law: null,
    elementKind: row.kind === "collection" ? "collection" : "tradeline",
    elementId: row.id,
    bureau: row.bureau,
    state: "open",
    confidence: 1,
    variant: "",
    ...fields,
  };
}

/** The named fields of a row as evidence. */
export function evidenceOf(row: ReportedTradeline, ...fields: (keyof ReportedTradeline)[]): Evidence[] {
  return fields.map((field) => {
    const value = row[field];
    return { field, value: Array.isArray(value) ? value.join("; ") : value, bureau: row.bureau };
  });
}

export const isPositive = (cents: number | null): cents is number => cents !== null && cents > 0;
export const isOwed = (row: Pick<ReportedTradeline, "balanceCents" | "pastDueCents">) =>
  isPositive(row.balanceCents) || isPositive(row.pastDueCents);
