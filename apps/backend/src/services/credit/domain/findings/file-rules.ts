import { addMonthsClamped } from "@horizon/calendar";
import { listMedicalPolicies, type MedicalRule } from "../medical-policy.ts";
import { statusFacts } from "../metro2/account-status.ts";
import { furnisherKey } from "../parsing/group-tradelines.ts";
import { type AuditedTradeline, evidenceOf, type Finding, onTradeline, type Rule } from "./finding.ts";

/** Medical collections that bureaus say they do not report (FCRA-15). */
export const m15: Rule = ({ tradelines, state, asOf }) =>
  tradelines
    .filter((row) => row.medical && row.kind === "collection")
    .flatMap((row) =>
      listMedicalPolicies({ bureau: row.bureau, state, on: asOf }).flatMap(({ rule, ground }): Finding[] => {
        const verdict = breaks(rule, row, asOf);
        if (verdict === "no") return [];
        const evidence = evidenceOf(row, "status", "highBalanceCents", "balanceCents", "dofdOn", "openedOn");
        const judged =
          verdict === "yes"
            ? ({ severity: "high", ground, state: "open" } as const)
            : ({ severity: "info", ground: null, state: "needs_dofd" } as const);
        return [onTradeline(row, { rule: "M15", law: "FCRA-15", ...judged, evidence, variant: rule })];
      }),
    );

function breaks(rule: MedicalRule, row: AuditedTradeline, asOf: string): "yes" | "no" | "needs_dofd" {
  switch (rule) {
    case "paid":
      return (row.status !== null && statusFacts(row.status).paid) || row.balanceCents === 0 ? "yes" : "no";
    case "under_500": {
      const original = row.highBalanceCents ?? row.balanceCents;
      return original !== null && original > 0 && original < 50_000 ? "yes" : "no";
    }
    case "under_1y": {
      if (row.dofdOn !== null) return addMonthsClamped(row.dofdOn, 12) > asOf ? "yes" : "no";
      // It was placed less than a year ago; whether the delinquency is younger than that too, nobody has said.
      return row.openedOn !== null && addMonthsClamped(row.openedOn, 12) > asOf ? "needs_dofd" : "no";
    }
    case "state_ban":
      return "yes";
  }
}

/** Hard inquiries of more than two years, and those of a company with which there is no account. */
export const m16: Rule = ({ inquiries, tradelines, asOf }) => {
  const known = new Set(tradelines.map(({ furnisherName }) => furnisherKey(furnisherName)));
  return inquiries
    .filter(({ type }) => type === "hard")
    .flatMap((inquiry): Finding[] => {
      const isOld = inquiry.inquiredOn !== null && addMonthsClamped(inquiry.inquiredOn, 24) <= asOf;
      if (!isOld && known.has(furnisherKey(inquiry.subscriberName))) return [];
      return [
        {
          rule: "M16",
          law: null,
          elementKind: "inquiry",
          elementId: inquiry.id,
          bureau: inquiry.bureau,
          severity: isOld ? "medium" : "low",
          ground: "inquiry_unauthorised",
          state: "open",
          confidence: isOld ? 1 : 0.3,
          evidence: [
            { field: "subscriberName", value: inquiry.subscriberName },
            { field: "inquiredOn", value: inquiry.inquiredOn },
          ],
          variant: isOld ? "old" : "unknown",
        },
      ];
    });
};

/** Names, addresses, numbers and employers that one bureau alone has. */
export const m20: Rule = ({ personalInfo }) => {
  const keyOf = ({ kind, value }: { kind: string; value: string }) =>
    `${familyOf(kind)}|${value
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, " ")
      .trim()}`;
  const byValue = Map.groupBy(personalInfo, keyOf);
  const byFamily = Map.groupBy(personalInfo, ({ kind }) => familyOf(kind));
  return personalInfo.flatMap((item): Finding[] => {
    const isShared = (byValue.get(keyOf(item)) ?? []).some(({ bureau }) => bureau !== item.bureau);
    const othersSay = (byFamily.get(familyOf(item.kind)) ?? []).some(({ bureau }) => bureau !== item.bureau);
    if (isShared || !othersSay) return [];
    return [
      {
        rule: "M20",
        law: null,
        elementKind: "personal_info",
        elementId: item.id,
        bureau: item.bureau,
        severity: item.kind === "ssn" ? "high" : "low",
        ground: "personal_info_wrong",
        state: "open",
        confidence: 0.4,
        evidence: [{ field: item.kind, value: item.value, bureau: item.bureau }],
        variant: "",
      },
    ];
  });
};

/** A former name or address at one bureau is the current one at another. */
function familyOf(kind: string): string {
  return kind === "alias" ? "name" : kind === "previous_address" ? "address" : kind;
}

/** Judgments and liens: the bureaus have left them out since 2018. */
export const m21: Rule = ({ publicRecords }) =>
  publicRecords
    .filter(({ kind }) => kind === "judgment" || kind === "tax_lien")
    .map((record) => ({
      rule: "M21",
      law: null,
      elementKind: "public_record",
      elementId: record.id,
      bureau: record.bureau,
      severity: "high",
      ground: "public_record_wrong",
      state: "open",
      confidence: 0.9,
      evidence: [
        { field: "kind", value: record.kind },
        { field: "filedOn", value: record.filedOn },
      ],
      variant: "",
    }));
