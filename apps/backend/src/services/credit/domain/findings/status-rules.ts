import { addBusinessDays } from "@horizon/calendar";
import { type AccountStatus, statusFacts } from "../metro2/account-status.ts";
import { isTypeAllowed } from "../metro2/account-types.ts";
import { dischargedCodes, openDisputeCodes, transferComments } from "../metro2/condition-codes.ts";
import {
  type AuditedTradeline,
  evidenceOf,
  type Finding,
  isOwed,
  isPositive,
  onTradeline,
  type Rule,
} from "./finding.ts";

/** A rule that looks at one row at a time. */
function perTradeline(judge: (row: AuditedTradeline) => Finding | null): Rule {
  return ({ tradelines }) => tradelines.map(judge).filter((finding) => finding !== null);
}

const is = (row: AuditedTradeline, ...codes: AccountStatus[]) =>
  row.status !== null && codes.includes(row.status);
const isDerogatory = (row: AuditedTradeline) => row.status !== null && statusFacts(row.status).derogatory;
const carriesLossFields = new Set(["mismo_xml", "mismo_json"]);

/** Current, yet with an amount past due. */
export const m01: Rule = perTradeline((row) =>
  is(row, "11") && isPositive(row.pastDueCents)
    ? onTradeline(row, {
        rule: "M01",
        severity: "medium",
        ground: "past_due_wrong",
        evidence: evidenceOf(row, "status", "pastDueCents"),
      })
    : null,
);

/** A charge-off without its amount. Monitoring formats never carry the amount: there its absence says nothing. */
export const m02: Rule = (report) =>
  report.tradelines
    .filter(
      (row) => carriesLossFields.has(report.format) && is(row, "64", "97") && row.chargeOffCents === null,
    )
    .map((row) =>
      onTradeline(row, {
        rule: "M02",
        severity: "low",
        ground: "chargeoff_amount_wrong",
        evidence: evidenceOf(row, "status", "chargeOffCents"),
      }),
    );

/** A derogatory account without the date of first delinquency. Where the format has no such field, the date is asked for. */
export const m03: Rule = (report) =>
  report.tradelines
    .filter((row) => isDerogatory(row) && row.dofdOn === null)
    .map((row) => {
      const known = carriesLossFields.has(report.format);
      return onTradeline(row, {
        rule: "M03",
        law: "FCRA-21",
        severity: known ? "medium" : "info",
        ground: known ? "incomplete" : null,
        state: known ? "open" : "needs_dofd",
        confidence: known ? 0.7 : 0.3,
        evidence: evidenceOf(row, "status", "dofdOn"),
      });
    });

/** Paid, yet something is owed. */
export const m06: Rule = perTradeline((row) =>
  is(row, "13", "61", "62", "63", "64", "65") && isOwed(row)
    ? onTradeline(row, {
        rule: "M06",
        severity: "high",
        ground: "balance_wrong",
        evidence: evidenceOf(row, "status", "balanceCents", "pastDueCents"),
      })
    : null,
);

/** Closed, without saying when. */
export const m07: Rule = perTradeline((row) =>
  row.kind === "account" && row.closedOn === null && (row.open === false || is(row, "13"))
    ? onTradeline(row, {
        rule: "M07",
        severity: "low",
        ground: "date_closed_wrong",
        evidence: evidenceOf(row, "status", "open", "closedOn"),
      })
    : null,
);

/** A type that its portfolio does not allow. */
export const m08: Rule = perTradeline((row) =>
  row.portfolio !== null && row.accountType !== null && !isTypeAllowed(row.portfolio, row.accountType)
    ? onTradeline(row, {
        rule: "M08",
        severity: "low",
        ground: "incomplete",
        evidence: evidenceOf(row, "portfolio", "accountType"),
      })
    : null,
);

/** Discharged in bankruptcy, yet something is owed. */
export const m09: Rule = perTradeline((row) =>
  row.bankruptcyCode !== null && dischargedCodes.has(row.bankruptcyCode) && isOwed(row)
    ? onTradeline(row, {
        rule: "M09",
        severity: "high",
        ground: "bankruptcy_included",
        evidence: evidenceOf(row, "bankruptcyCode", "balanceCents", "pastDueCents"),
      })
    : null,
);

/** Sold or transferred, yet with a balance. */
export const m12: Rule = perTradeline((row) => {
  const transferred =
    is(row, "05") || (row.specialComment !== null && transferComments.has(row.specialComment));
  return transferred && row.kind === "account" && isPositive(row.balanceCents)
    ? onTradeline(row, {
        rule: "M12",
        severity: "high",
        ground: "transferred_sold",
        evidence: evidenceOf(row, "status", "specialComment", "balanceCents"),
      })
    : null;
});

/** Revolving and open, without a limit. A charge account has none. */
export const m17: Rule = perTradeline((row) =>
  row.portfolio === "R" && row.open === true && row.accountType !== "07" && !isPositive(row.limitCents)
    ? onTradeline(row, {
        rule: "M17",
        severity: "low",
        ground: "limit_wrong",
        evidence: evidenceOf(row, "portfolio", "limitCents"),
      })
    : null,
);

/** Derogatory for somebody who was an authorised user. */
export const m18: Rule = perTradeline((row) =>
  row.ecoa === "3" && isDerogatory(row)
    ? onTradeline(row, {
        rule: "M18",
        severity: "high",
        ground: "authorised_user",
        evidence: evidenceOf(row, "ecoa", "status"),
      })
    : null,
);

/** Reported as deceased: our customer is not. */
export const m19: Rule = perTradeline((row) =>
  row.ecoa === "X"
    ? onTradeline(row, {
        rule: "M19",
        severity: "high",
        ground: "deceased_wrong",
        evidence: evidenceOf(row, "ecoa"),
      })
    : null,
);

/** Said to be under dispute, though the dispute has ended. */
export const m22: Rule = ({ tradelines, resolvedBefore, asOf }) =>
  tradelines.flatMap((row) => {
    const resolvedOn = resolvedBefore.get(row.id)?.resolvedOn;
    const flagged =
      row.complianceCode === null ? row.disputeFlag === true : openDisputeCodes.has(row.complianceCode);
    const dated = row.asOfOn ?? asOf;
    if (!flagged || resolvedOn === undefined || dated <= resolvedOn) return [];
    const evidence = [
      ...evidenceOf(row, "complianceCode", "disputeFlag", "asOfOn"),
      { field: "resolvedOn", value: resolvedOn },
    ];
    return [
      onTradeline(row, { rule: "M22", law: "FCRA-21", severity: "low", ground: "incomplete", evidence }),
    ];
  });

/**
 * FCRA-21: under dispute, and furnished without saying so. The furnisher hears of a dispute within five business days; what was reported by
 * then, and what says nothing either way, is no finding.
 */
export const m25: Rule = ({ tradelines, disputedSince, asOf }) =>
  tradelines.flatMap((row) => {
    const openedOn = disputedSince.get(row.id)?.openedOn;
    if (openedOn === undefined) return [];
    const saysNot =
      row.complianceCode === null ? row.disputeFlag === false : !openDisputeCodes.has(row.complianceCode);
    const dated = row.asOfOn ?? asOf;
    if (!saysNot || dated <= addBusinessDays(openedOn, 5, "WIDE")) return [];
    const evidence = [
      ...evidenceOf(row, "complianceCode", "disputeFlag", "asOfOn"),
      { field: "disputedSince", value: openedOn },
    ];
    return [
      onTradeline(row, { rule: "M25", law: "FCRA-21", severity: "medium", ground: "incomplete", evidence }),
    ];
  });

/** Deleted after a dispute, and there again. */
export const m23: Rule = ({ tradelines, deletedBefore }) =>
  tradelines.flatMap((row) => {
    const deleted = deletedBefore.get(row.id);
    if (deleted === undefined) return [];
    const evidence = [{ field: "deletedOn", value: deleted.deletedOn }, ...evidenceOf(row, "asOfOn")];
    return [
      onTradeline(row, { rule: "M23", law: "FCRA-7", severity: "high", ground: "reinserted", evidence }),
    ];
  });
