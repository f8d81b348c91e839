import type { PerformanceKind } from "@horizon/contracts/backend";

export interface PlanLine {
  readonly kind: PerformanceKind;
  readonly description: string;
  readonly unitPriceCents: number;
  /** Most units that may ever be billed: it bounds the total of all payments (CROA-3). */
  readonly quantity: number;
}

export interface Plan {
  readonly code: string;
  readonly name: string;
  readonly lines: readonly PlanLine[];
  /** Within which all services are performed, from the date of the signature: states count from there (Cal. Civ. 1789.13). */
  readonly durationDays: number;
}

/** What is sold: units of performed service, each billed after it (CROA-8). Prices in cents of the US dollar. */
export const plans: readonly Plan[] = [
  {
    code: "essential",
    name: "Essential",
    durationDays: 180,
    lines: [
      {
        kind: "analysis_delivered",
        description:
          "A written analysis of your credit reports from Equifax, Experian and TransUnion, with each entry that may be inaccurate, incomplete or unverifiable and why.",
        unitPriceCents: 4_900,
        quantity: 1,
      },
      {
        kind: "round_mailed",
        description:
          "Preparing and mailing one dispute letter to one recipient, for entries that you have reviewed and attested to be inaccurate.",
        unitPriceCents: 2_900,
        quantity: 6,
      },
      {
        kind: "response_processed",
        description:
          "Reading one reply of a recipient, recording its result for each entry and explaining it to you.",
        unitPriceCents: 900,
        quantity: 6,
      },
    ],
  },
  {
    code: "complete",
    name: "Complete",
    durationDays: 365,
    lines: [
      {
        kind: "analysis_delivered",
        description:
          "A written analysis of your credit reports from Equifax, Experian and TransUnion, with each entry that may be inaccurate, incomplete or unverifiable and why.",
        unitPriceCents: 4_900,
        quantity: 2,
      },
      {
        kind: "round_mailed",
        description:
          "Preparing and mailing one dispute letter to one recipient, for entries that you have reviewed and attested to be inaccurate.",
        unitPriceCents: 2_700,
        quantity: 18,
      },
      {
        kind: "response_processed",
        description:
          "Reading one reply of a recipient, recording its result for each entry and explaining it to you.",
        unitPriceCents: 800,
        quantity: 18,
      },
    ],
  },
];

export function findPlan(code: string): Plan | null {
  return plans.find((plan) => plan.code === code) ?? null;
}
