import { furnisherKey, isSameNumber } from "./parsing/group-tradelines.ts";
import type { ReportedTradeline } from "./report/credit-report.ts";

export type MatchedFields = Pick<
  ReportedTradeline,
  "bureau" | "kind" | "furnisherName" | "accountNumber" | "openedOn" | "originalCreditor"
>;

/**
 * Finds each row's counterpart in another report: the same bureau and furnisher, then the strongest that agrees of number
 * and opening, number alone, opening and original creditor. Each counterpart is given once.
 */
export function matchTradelines<A extends MatchedFields, B extends MatchedFields>(
  rows: readonly A[],
  others: readonly B[],
): Map<A, B> {
  const open = new Map<string, B[]>();
  for (const other of others) open.set(keyOf(other), [...(open.get(keyOf(other)) ?? []), other]);
  const matches = new Map<A, B>();
  for (const agrees of [sameNumberAndOpening, sameNumber, sameOpening]) {
    for (const row of rows) {
      if (matches.has(row)) continue;
      const candidates = open.get(keyOf(row)) ?? [];
      const found = candidates.find((candidate) => agrees(row, candidate));
      if (found === undefined) continue;
      matches.set(row, found);
      open.set(
        keyOf(row),
        candidates.filter((candidate) => candidate !== found),
      );
    }
  }
  return matches;
}

function keyOf({ bureau, kind, furnisherName }: MatchedFields): string {
  return `${bureau}|${kind}|${furnisherKey(furnisherName)}`;
}

function sameNumber(one: MatchedFields, two: MatchedFields): boolean {
  return isSameNumber(one.accountNumber, two.accountNumber);
}

function sameNumberAndOpening(one: MatchedFields, two: MatchedFields): boolean {
  return sameNumber(one, two) && one.openedOn !== null && one.openedOn === two.openedOn;
}

/** For an account whose number changed, or is not shown. */
function sameOpening(one: MatchedFields, two: MatchedFields): boolean {
  return (
    one.openedOn !== null && one.openedOn === two.openedOn && one.originalCreditor === two.originalCreditor
  );
}
