import { findViolations } from "../../services/credit/domain/findings/find-violations.ts";
import type { AuditedReport, Finding } from "../../services/credit/domain/findings/finding.ts";
import type { ReportedTradeline } from "../../services/credit/domain/report/credit-report.ts";

/** What a test changes of a sample tradeline. */
export type Row = Partial<ReportedTradeline>;

/** The elements of a report as the audit takes them: with the identifiers `e0`, `e1`, … */
export const withIds = <T extends object>(items: readonly T[]) =>
  items.map((item, index) => ({ ...item, id: `e${index}` }));

/** A report of somebody in Illinois on 2026-11-20: these tradelines, nothing else, and nothing known from before. */
export function audited(
  rows: readonly ReportedTradeline[],
  fields: Partial<AuditedReport> = {},
): AuditedReport {
  return {
    format: "mismo_xml",
    asOf: "2026-11-20",
    state: "IL",
    tradelines: withIds(rows),
    inquiries: [],
    publicRecords: [],
    personalInfo: [],
    earlierDofd: new Map(),
    deletedBefore: new Map(),
    disputedSince: new Map(),
    resolvedBefore: new Map(),
    ...fields,
  };
}

/** What one rule finds in it. */
export const found = (report: AuditedReport, rule: string): Finding[] =>
  findViolations(report).filter((finding) => finding.rule === rule);
/** What a charged-off account says of itself. */
export const lost: Row = {
  status: "97",
  open: null,
  dofdOn: "2024-03-01",
  chargeOffCents: 90_000,
  history: "LLLLLL",
  asOfOn: "2026-11-01",
};
