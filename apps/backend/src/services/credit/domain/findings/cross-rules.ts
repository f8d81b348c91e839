import { statusFacts } from "../metro2/account-status.ts";
import { furnisherKey, isSameNumber } from "../parsing/group-tradelines.ts";
import type { ReportedTradeline } from "../report/credit-report.ts";
import {
  type AuditedTradeline,
  evidenceOf,
  type Finding,
  isPositive,
  onTradeline,
  type Rule,
  type SuggestedGround,
} from "./finding.ts";

/** The same debt twice at one bureau: a collector and the original creditor with a balance, or two collectors. */
export const m11: Rule = ({ tradelines }) => {
  const owed = tradelines.filter((row) => isPositive(row.balanceCents));
  return owed
    .filter((row) => row.kind === "collection" && row.originalCreditor !== null)
    .flatMap((row) => {
      const twin = owed.find(
        (other) => other !== row && other.bureau === row.bureau && isSameDebt(row, other),
      );
      if (twin === undefined) return [];
      const evidence = [
        ...evidenceOf(row, "furnisherName", "originalCreditor", "balanceCents"),
        ...evidenceOf(twin, "furnisherName", "balanceCents"),
        { field: "otherElementId", value: twin.id },
      ];
      return [
        onTradeline(row, { rule: "M11", severity: "high", ground: "duplicate", confidence: 0.8, evidence }),
      ];
    });
};

function isSameDebt(row: AuditedTradeline, other: AuditedTradeline): boolean {
  const creditor = furnisherKey(row.originalCreditor ?? "");
  if (other.kind === "account") return furnisherKey(other.furnisherName) === creditor;
  if (other.originalCreditor === null || furnisherKey(other.originalCreditor) !== creditor) return false;
  const [one, two] = [row.balanceCents ?? 0, other.balanceCents ?? 0];
  return (
    isSameNumber(row.accountNumber, other.accountNumber) || Math.abs(one - two) <= Math.max(one, two) * 0.05
  );
}

interface Disagreement {
  readonly field: keyof ReportedTradeline;
  readonly ground: SuggestedGround;
  readonly differs: (one: AuditedTradeline, two: AuditedTradeline) => boolean;
}

const days = (one: string | null, two: string | null) =>
  one === null || two === null ? 0 : Math.abs(Date.parse(one) - Date.parse(two)) / 86_400_000;

/** Figures of different months may differ; those of one month may not. */
const isSameTime = (one: AuditedTradeline, two: AuditedTradeline) => days(one.asOfOn, two.asOfOn) <= 31;

const disagreements: readonly Disagreement[] = [
  {
    field: "openedOn",
    ground: "date_opened_wrong",
    differs: (one, two) => days(one.openedOn, two.openedOn) > 31,
  },
  { field: "dofdOn", ground: "dofd_wrong", differs: (one, two) => days(one.dofdOn, two.dofdOn) > 0 },
  {
    field: "status",
    ground: "status_wrong",
    differs: (one, two) =>
      isSameTime(one, two) &&
      one.status !== null &&
      two.status !== null &&
      statusFacts(one.status).bucket !== statusFacts(two.status).bucket,
  },
  {
    field: "balanceCents",
    ground: "balance_wrong",
    differs: (one, two) => {
      const [first, second] = [one.balanceCents, two.balanceCents];
      if (first === null || second === null || !isSameTime(one, two)) return false;
      return Math.abs(first - second) > Math.max(5_000, Math.max(first, second) * 0.05);
    },
  },
  {
    field: "ecoa",
    ground: "not_liable",
    differs: (one, two) => one.ecoa !== null && two.ecoa !== null && one.ecoa !== two.ecoa,
  },
];

/** Bureaus that disagree about one account. Which is right the customer knows. */
export const m14: Rule = ({ tradelines }) =>
  [...Map.groupBy(tradelines, ({ group }) => group).values()].flatMap((rows) =>
    disagreements.flatMap(({ field, ground, differs }): Finding[] => {
      const odd = rows.filter((one) => rows.some((two) => differs(one, two)));
      const [first] = odd;
      if (first === undefined) return [];
      const between = {
        bureau: null,
        confidence: 0.7,
        variant: field,
        evidence: odd.flatMap((row) => evidenceOf(row, field)),
      };
      return [onTradeline(first, { rule: "M14", severity: "medium", ground, ...between })];
    }),
  );
