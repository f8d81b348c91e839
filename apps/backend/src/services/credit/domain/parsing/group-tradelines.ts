import type { ReportedTradeline } from "../report/credit-report.ts";
import type { FieldReader } from "./field-reader.ts";

const openedToleranceDays = 31;

/**
 * Joins rows that are one account at several bureaus. The source's own grouping is kept, unless it puts two rows of one
 * bureau together; rows it left alone are joined when furnisher, account number and opening agree.
 */
export function groupTradelines(
  tradelines: readonly ReportedTradeline[],
  reader: FieldReader,
): ReportedTradeline[] {
  const groups = new Map<string, ReportedTradeline[]>();
  tradelines.forEach((tradeline, index) => {
    let name = tradeline.group;
    while (groups.get(name)?.some(({ bureau }) => bureau === tradeline.bureau)) {
      reader.warn("account_repeated", `tradelines[${index}]`);
      name = `${name}+`;
    }
    groups.set(name, [...(groups.get(name) ?? []), tradeline]);
  });
  const joined: ReportedTradeline[][] = [];
  const byFurnisher = new Map<string, ReportedTradeline[][]>();
  for (const group of groups.values()) {
    const first = group[0];
    if (first === undefined) continue;
    const key = furnisherKey(first.furnisherName);
    const candidates = byFurnisher.get(key) ?? [];
    const partner = group.length < 3 ? candidates.find((other) => canJoin(other, group)) : undefined;
    if (partner) partner.push(...group);
    else {
      const own = [...group];
      joined.push(own);
      byFurnisher.set(key, [...candidates, own]);
    }
  }
  const numbers = new Map(
    joined.flatMap((group, index) => group.map((row) => [row, `g${index + 1}`] as const)),
  );
  return tradelines.map((row) => ({ ...row, group: numbers.get(row) ?? row.group }));
}

function canJoin(group: readonly ReportedTradeline[], other: readonly ReportedTradeline[]): boolean {
  return group.every((one) => other.every((two) => one.bureau !== two.bureau && isSameAccount(one, two)));
}

function isSameAccount(one: ReportedTradeline, two: ReportedTradeline): boolean {
  if (one.kind !== two.kind || !isSameNumber(one.accountNumber, two.accountNumber)) return false;
  if (one.openedOn === null || two.openedOn === null) return false;
  return Math.abs(Date.parse(one.openedOn) - Date.parse(two.openedOn)) <= openedToleranceDays * 86_400_000;
}

/** Bureaus mask different ends of a number, so the characters that both show must agree. */
export function isSameNumber(one: string | null, two: string | null): boolean {
  if (one === null || two === null) return false;
  const [start, otherStart] = [visibleStart(one), visibleStart(two)];
  const shown = Math.min(start.length, otherStart.length);
  if (shown >= 2) return start.slice(0, shown) === otherStart.slice(0, shown);
  const [end, otherEnd] = [visibleEnd(one), visibleEnd(two)];
  const shownAtEnd = Math.min(end.length, otherEnd.length);
  return shownAtEnd >= 2 && end.slice(-shownAtEnd) === otherEnd.slice(-shownAtEnd);
}

const visibleStart = (number: string) =>
  number.slice(0, number.indexOf("*") === -1 ? undefined : number.indexOf("*"));
const visibleEnd = (number: string) => number.slice(number.lastIndexOf("*") + 1);

/** `FIRST EXAMPLE BK, N.A.` and `First Example Bank NA` are one furnisher. */
export function furnisherKey(name: string): string {
  return name
    .toUpperCase()
    .replace(/[.,'’]/g, "")
    .replace(/[^A-Z0-9]+/g, " ")
    .replace(/\b(BK|BNK)\b/g, "BANK")
    .replace(/\b(SVCS?|SERV)\b/g, "SERVICES")
    .replace(/\b(FINL?)\b/g, "FINANCIAL")
    .replace(/\b(INC|LLC|LLP|LTD|CORP|CO|NA|USA|FSB)\b/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
