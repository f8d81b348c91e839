import { type MatchedFields, matchTradelines } from "./match-tradelines.ts";
import type { ReportedTradeline } from "./report/credit-report.ts";

export const comparedFields = [
  "status",
  "open",
  "balanceCents",
  "pastDueCents",
  "limitCents",
  "chargeOffCents",
  "dofdOn",
  "openedOn",
  "closedOn",
  "lastPaymentOn",
  "ecoa",
  "disputeFlag",
  "complianceCode",
  "bankruptcyCode",
  "accountNumber",
] as const satisfies readonly (keyof ReportedTradeline)[];
export type ComparedField = (typeof comparedFields)[number];

export interface FieldDifference {
  readonly field: ComparedField;
  readonly before: string | number | boolean | null;
  readonly after: string | number | boolean | null;
}

export interface ReportComparison<T> {
  readonly added: T[];
  readonly removed: T[];
  readonly changed: { readonly before: T; readonly after: T; readonly fields: FieldDifference[] }[];
  /** New in the later report, but once deleted after a dispute (FCRA-7). */
  readonly reinserted: T[];
}

type Compared = MatchedFields & Pick<ReportedTradeline, ComparedField>;

/** What became of each account of the earlier report. `deleted` are those that a bureau deleted before the later one. */
export function compareReports<T extends Compared>(
  earlier: readonly T[],
  later: readonly T[],
  deleted: readonly MatchedFields[],
): ReportComparison<T> {
  const before = matchTradelines(later, earlier);
  const kept = new Set(before.values());
  const fresh = later.filter((row) => !before.has(row));
  const back = matchTradelines(fresh, deleted);
  return {
    added: fresh.filter((row) => !back.has(row)),
    removed: earlier.filter((row) => !kept.has(row)),
    changed: [...before]
      .map(([after, old]) => ({ before: old, after, fields: differences(old, after) }))
      .filter(({ fields }) => fields.length > 0),
    reinserted: fresh.filter((row) => back.has(row)),
  };
}

function differences(before: Compared, after: Compared): FieldDifference[] {
  return comparedFields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
}
