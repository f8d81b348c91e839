import { createHash } from "node:crypto";
import { performanceKinds } from "@horizon/contracts/backend";
import { z } from "zod";
import { rightToCancel } from "./disclosure.ts";
import type { Plan, PlanLine } from "./plans.ts";
import type { StateTerms } from "./state-rules.ts";

/** What the law wants to be written in the contract (CROA-3), and what else stands in it. */
export const requiredClauses = [
  "parties",
  "payment",
  "services",
  "guarantees",
  "duration",
  "your_duties",
  "cancellation",
] as const;

export interface Clause {
  readonly key: string;
  readonly title: string;
  readonly text: string;
}

export interface ContractTerms {
  readonly templateVersion: string;
  readonly company: { readonly name: string; readonly address: string };
  readonly planName: string;
  readonly lines: readonly PlanLine[];
  /** The most that will ever be paid to the company or anyone else. */
  readonly totalCents: number;
  readonly durationDays: number;
  readonly cancelBusinessDays: number;
  readonly clauses: readonly Clause[];
  /** What stands around the space for the signature. */
  readonly signatureSection: { readonly bold: string; readonly noticePages: number };
}

const templateVersion = "2026-11";

/** Writes the contract of a plan as it holds in a state. */
export function writeContractTerms(
  plan: Plan,
  state: StateTerms,
  company: ContractTerms["company"],
): ContractTerms {
  const totalCents = sumLines(plan.lines);
  const durationDays = Math.min(plan.durationDays, state.completionDaysMax ?? plan.durationDays);
  const clauses: Clause[] = [
    {
      key: "parties",
      title: "Who we are",
      text: `This contract is between you and ${company.name}, whose principal business address is ${company.address}.`,
    },
    {
      key: "payment",
      title: "What you pay",
      text: `You pay for each service in the list only after it has been fully performed, at the price in the list. We ask for nothing in advance: no deposit, no set-up fee, no hold on a card. The total of all payments you will make to us or to anyone else under this contract is at most ${formatUsd(totalCents)}.`,
    },
    {
      key: "services",
      title: "What we do",
      text: plan.lines
        .map(
          ({ description, quantity, unitPriceCents }) =>
            `${description} Up to ${quantity} ${quantity === 1 ? "time" : "times"}, ${formatUsd(unitPriceCents)} each.`,
        )
        .join("\n"),
    },
    {
      key: "guarantees",
      title: "No promise of a result",
      text: "We give no guarantee of any result. Nobody can have accurate, current and verifiable information removed from a credit report.",
    },
    {
      key: "duration",
      title: "How long it takes",
      text: `We estimate that all services will be performed within ${durationDays} days of the date on which you sign this contract. We do nothing for you before your right to cancel has ended.`,
    },
    {
      key: "your_duties",
      title: "What we need from you",
      text: "You read every entry that we propose to dispute and tell us the facts as you know them. We dispute nothing that you know to be accurate.",
    },
    {
      key: "cancellation",
      title: "Ending the contract",
      text: "After the period in which you may cancel without obligation you may end this contract at any time by written notice. You then owe nothing but the price of services that were fully performed before.",
    },
    ...(state.monthlyStatement
      ? [
          {
            key: "monthly_statement",
            title: "Monthly statement",
            text: "Every month you receive an itemised statement of the services performed.",
          },
        ]
      : []),
  ];
  return {
    templateVersion,
    company,
    planName: plan.name,
    lines: plan.lines,
    totalCents,
    durationDays,
    cancelBusinessDays: state.cancelBusinessDays,
    clauses,
    signatureSection: { bold: rightToCancel(state.cancelBusinessDays), noticePages: 2 },
  };
}

export function sumLines(lines: readonly Pick<PlanLine, "unitPriceCents" | "quantity">[]): number {
  return lines.reduce((sum, { unitPriceCents, quantity }) => sum + unitPriceCents * quantity, 0);
}

/** SHA-256, hexadecimal, of all terms: the customer signs what was offered or nothing. */
export function hashTerms(terms: ContractTerms): string {
  return createHash("sha256").update(canonicalJson(terms)).digest("hex");
}

/** JSON with its keys in order: the database gives them back in another one. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export function formatUsd(cents: number): string {
  return `$${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

const storedTerms = z.object({
  templateVersion: z.string(),
  company: z.object({ name: z.string(), address: z.string() }),
  planName: z.string(),
  lines: z.array(
    z.object({
      kind: z.enum(performanceKinds),
      description: z.string(),
      unitPriceCents: z.int(),
      quantity: z.int(),
    }),
  ),
  totalCents: z.int(),
  durationDays: z.int(),
  cancelBusinessDays: z.int(),
  clauses: z.array(z.object({ key: z.string(), title: z.string(), text: z.string() })),
  signatureSection: z.object({ bold: z.string(), noticePages: z.int() }),
});

/** Terms as they come back from the database. */
export function readTerms(stored: unknown): ContractTerms {
  return storedTerms.parse(stored);
}
