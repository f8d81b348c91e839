import { addMonthsClamped } from "@horizon/calendar";
import { statusFacts } from "../metro2/account-status.ts";
import { isThirdPartyDebt } from "../metro2/account-types.ts";
import { dischargedCodes } from "../metro2/condition-codes.ts";
import { isLateCode, listPaymentMonths } from "../metro2/payment-history.ts";
import { obsolescenceOfDelinquency, obsolescenceOfRecord } from "../obsolescence.ts";
import {
  type AuditedReport,
  type AuditedTradeline,
  evidenceOf,
  type Finding,
  onTradeline,
  type Rule,
} from "./finding.ts";

/** Re-aging: the date of first delinquency moved to a later one. */
export const m04: Rule = ({ tradelines, earlierDofd }) =>
  tradelines.flatMap((row) => {
    const earlier = earlierDofd.get(row.id);
    if (earlier === undefined || row.dofdOn === null || row.dofdOn <= earlier.dofdOn) return [];
    const evidence = [
      ...evidenceOf(row, "dofdOn"),
      { field: "earlierDofdOn", value: earlier.dofdOn },
      { field: "earlierReportOn", value: earlier.pulledOn },
    ];
    return [onTradeline(row, { rule: "M04", law: "FCRA-14", severity: "high", ground: "reaged", evidence })];
  });

/** A first delinquency after the figures, or before the opening. A collector's account opens later: that is no fault. */
export const m05: Rule = ({ tradelines }) =>
  tradelines.flatMap((row) => {
    const { dofdOn, asOfOn, openedOn } = row;
    if (dofdOn === null) return [];
    const isOwnAccount = row.kind === "account" && !isThirdPartyDebt(row.accountType);
    const beforeOpening = isOwnAccount && openedOn !== null && dofdOn < openedOn;
    if (!beforeOpening && !(asOfOn !== null && dofdOn > asOfOn)) return [];
    const evidence = evidenceOf(row, "dofdOn", "openedOn", "asOfOn");
    return [onTradeline(row, { rule: "M05", severity: "high", ground: "dofd_wrong", evidence })];
  });

/** Late after it was closed and nothing was owed any more. */
export const m10: Rule = ({ tradelines }) =>
  tradelines.flatMap((row) => {
    const settled =
      (row.status !== null && (statusFacts(row.status).paid || row.status === "05")) ||
      (row.bankruptcyCode !== null && dischargedCodes.has(row.bankruptcyCode));
    if (!settled || row.closedOn === null) return [];
    const closedMonth = row.closedOn.slice(0, 7);
    const late = listPaymentMonths(row.history, row.historyFrom).find(
      ({ month, code }) => month > closedMonth && isLateCode(code),
    );
    if (late === undefined) return [];
    const evidence = [
      ...evidenceOf(row, "status", "closedOn"),
      { field: `history ${late.month}`, value: late.code },
    ];
    return [onTradeline(row, { rule: "M10", severity: "high", ground: "late_payment_wrong", evidence })];
  });

/** Older than the law lets bureaus report (FCRA-13, FCRA-14). */
export const m13: Rule = (report) => [
  ...report.tradelines.flatMap((row) => obsoleteTradeline(row, report)),
  ...report.tradelines.flatMap((row) => obsoleteLates(row, report)),
  ...report.publicRecords.flatMap((record): Finding[] => {
    const dates = obsolescenceOfRecord(record);
    if (dates === null || dates.statutoryObsoleteOn > report.asOf) return [];
    return [
      {
        rule: "M13",
        law: "FCRA-13",
        elementKind: "public_record",
        elementId: record.id,
        bureau: record.bureau,
        severity: "high",
        ground: "obsolete",
        state: "open",
        confidence: 1,
        variant: "",
        evidence: [
          { field: "filedOn", value: record.filedOn },
          { field: "paidOn", value: record.paidOn },
          { field: "statutoryObsoleteOn", value: dates.statutoryObsoleteOn },
        ],
      },
    ];
  }),
];

function obsoleteTradeline(row: AuditedTradeline, { asOf }: AuditedReport): Finding[] {
  const isLoss =
    row.kind === "collection" || (row.status !== null && ["97", "64", "93", "62"].includes(row.status));
  if (!isLoss) return [];
  if (row.dofdOn === null) {
    // Seven years are not over for an account that is younger; a collector's opening says nothing of the delinquency.
    const tooYoung =
      row.kind === "account" && row.openedOn !== null && addMonthsClamped(row.openedOn, 84) > asOf;
    if (tooYoung) return [];
    const evidence = evidenceOf(row, "status", "openedOn", "lastPaymentOn");
    const unknown = { severity: "info", ground: null, state: "needs_dofd", confidence: 0.3 } as const;
    return [onTradeline(row, { rule: "M13", law: "FCRA-14", ...unknown, evidence })];
  }
  const { statutoryObsoleteOn, bureauPracticeOn } = obsolescenceOfDelinquency(row.dofdOn);
  if (bureauPracticeOn > asOf) return [];
  // Between the two dates a bureau may have dropped it, but nobody may claim that it had to (CROA-9).
  const claimable = statutoryObsoleteOn <= asOf;
  const evidence = [
    ...evidenceOf(row, "dofdOn"),
    { field: "statutoryObsoleteOn", value: statutoryObsoleteOn },
    { field: "bureauPracticeOn", value: bureauPracticeOn },
  ];
  const [severity, ground] = claimable ? (["high", "obsolete"] as const) : (["info", null] as const);
  return [onTradeline(row, { rule: "M13", law: "FCRA-14", severity, ground, evidence })];
}

/** Other adverse information: each late month is seven years old on its own. */
function obsoleteLates(row: AuditedTradeline, { asOf }: AuditedReport): Finding[] {
  const oldest = listPaymentMonths(row.history, row.historyFrom)
    .filter(({ code }) => /[1-6]/.test(code))
    .at(-1);
  if (oldest === undefined || row.kind === "collection") return [];
  // Counted from the end of the month: on which day of it the payment was late is not reported.
  const statutoryObsoleteOn = addMonthsClamped(`${oldest.month}-01`, 85);
  if (statutoryObsoleteOn > asOf) return [];
  const evidence = [
    { field: `history ${oldest.month}`, value: oldest.code, bureau: row.bureau },
    { field: "statutoryObsoleteOn", value: statutoryObsoleteOn },
  ];
  return [
    onTradeline(row, {
      rule: "M13",
      law: "FCRA-13",
      severity: "medium",
      ground: "obsolete",
      evidence,
      variant: "late",
    }),
  ];
}

/** How many months late the month before must have been for a status to be possible. */
const leastBefore: Readonly<Record<string, number>> = { "78": 1, "80": 2, "82": 3, "83": 4, "84": 5 };

/** A history that contradicts the status: charged off now, but paid as agreed last month. */
export const m24: Rule = ({ tradelines }) =>
  tradelines.flatMap((row) => {
    const [newest] = listPaymentMonths(row.history, row.historyFrom);
    const dated = row.asOfOn?.slice(0, 7);
    // A history that ends long before the figures says nothing of them.
    if (
      newest === undefined ||
      row.status === null ||
      dated === undefined ||
      monthsBetween(newest.month, dated) > 1
    ) {
      return [];
    }
    const isCurrent = newest.code === "0" || newest.code === "E";
    const needed = leastBefore[row.status];
    const isLoss = row.status === "97" || row.status === "93";
    const contradicts = isLoss
      ? isCurrent
      : needed !== undefined && (isCurrent || Number(newest.code) < needed);
    if (!contradicts) return [];
    const evidence = [
      ...evidenceOf(row, "status"),
      { field: `history ${newest.month}`, value: newest.code, bureau: row.bureau },
    ];
    return [onTradeline(row, { rule: "M24", severity: "medium", ground: "status_wrong", evidence })];
  });

function monthsBetween(from: string, to: string): number {
  const ordinal = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return ordinal(to) - ordinal(from);
}
