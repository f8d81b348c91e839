import { type CivilDate, dateInZone } from "@horizon/calendar";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { isLaterThanSixMonths } from "./tsr-proof.ts";

/** What is known of a customer when the question is whether they may be charged. */
export interface EligibilityFacts {
  readonly standing: CustomerStanding;
  readonly now: Date;
  /** What the invoice is for, or would be. */
  readonly performances: readonly {
    readonly id: string;
    readonly contractId: string;
    readonly lineId: string;
    readonly completedAt: Date;
  }[];
  /** Ids of performances that an itemised statement showed to the customer. */
  readonly statedIds: ReadonlySet<string>;
  readonly proofs: readonly { readonly resultOn: CivilDate; readonly issuedOn: CivilDate }[];
  /** Whether the customer paused the subscription of the contract. */
  readonly paused: boolean;
  /** Whether the customer asked about the invoice and was not answered. */
  readonly questioned: boolean;
}

export type EligibilityCode =
  | "contract.missing"
  | "contract.void"
  | "contract.in_cancel_window"
  | "contract.not_in_force"
  | "croa.not_performed"
  | "croa.service_hold"
  | "tsr.six_months"
  | "state.statement_missing"
  | "customer.suspended"
  | "subscription.paused"
  | "invoice.questioned";

export interface EligibilityCheck {
  /** Code of the problem that a charge would be refused with. */
  readonly code: EligibilityCode;
  /** Rule of law, or null where it is ours. */
  readonly rule: string | null;
  readonly passed: boolean;
  /** Why, for a person. */
  readonly detail: string;
}

/**
 * Every condition under which money may be asked for, each with its answer: none is skipped because another failed. Doubt is
 * a no. Sources: CROA 15 USC 1679b(b), 1679d, 1679e, 1679f; TSR 16 CFR 310.4(a)(2);
 * Cal. Civ. Code 1789.13.
 */
export function checkEligibility(facts: EligibilityFacts): EligibilityCheck[] {
  const { standing, now, questioned } = facts;
  const { contract } = standing;
  if (contract === null) {
    return [
      { code: "contract.missing", rule: "CROA-3", passed: false, detail: "There is no signed contract." },
    ];
  }
  const windowEnd = contract.cancel_deadline_at === null ? null : new Date(contract.cancel_deadline_at);
  return [
    check(
      "contract.void",
      "CROA-12",
      contract.status !== "void",
      "The contract is valid.",
      "The contract is void.",
    ),
    check(
      "contract.not_in_force",
      "CROA-3",
      contract.status === "in_force" || contract.status === "completed",
      "The contract is in force.",
      `The contract is ${contract.status.replaceAll("_", " ")}.`,
    ),
    check(
      "contract.in_cancel_window",
      "CROA-5",
      windowEnd !== null && now >= windowEnd,
      "The time in which it can be cancelled for nothing is over.",
      contract.cancel_deadline === null
        ? "The time in which it can be cancelled for nothing has not begun."
        : `It can be cancelled for nothing until the end of ${contract.cancel_deadline}.`,
    ),
    ...checkPerformances(facts, contract),
    checkPhoneSale(facts, contract),
    check(
      "state.statement_missing",
      "CA-1789.13",
      !contract.monthly_statement || facts.performances.every(({ id }) => facts.statedIds.has(id)),
      contract.monthly_statement
        ? "An itemised statement shows all of it."
        : "The state of the contract asks for no statement.",
      "It is billed after the itemised statement of its month.",
    ),
    check(
      "customer.suspended",
      null,
      standing.status !== "suspended",
      "The customer is not suspended.",
      "While the customer is suspended nothing is charged.",
    ),
    check(
      "subscription.paused",
      null,
      !facts.paused,
      "The subscription is not paused.",
      "While the subscription is paused nothing is billed.",
    ),
    check(
      "invoice.questioned",
      null,
      !questioned,
      "The customer has no open question.",
      "The customer's question about the invoice is not answered.",
    ),
  ];
}

type Contract = NonNullable<CustomerStanding["contract"]>;

function checkPerformances(
  { performances, now, standing }: EligibilityFacts,
  contract: Contract,
): EligibilityCheck[] {
  const lines = new Set(contract.lines.map(({ line_id }) => line_id));
  const isPerformed = performances.every(
    ({ contractId, lineId, completedAt }) =>
      contractId === contract.contract_id && lines.has(lineId) && completedAt <= now,
  );
  const notBefore = contract.service_not_before;
  const isAfterHold =
    notBefore !== null &&
    performances.every(({ completedAt }) => dateInZone(completedAt, standing.zone) >= notBefore);
  return [
    check(
      "croa.not_performed",
      "CROA-8",
      performances.length > 0 && isPerformed,
      `${performances.length} services of this contract are fully performed.`,
      performances.length === 0
        ? "No service is fully performed and unbilled."
        : "A service is not fully performed, or not of this contract.",
    ),
    check(
      "croa.service_hold",
      "CROA-6",
      isAfterHold,
      "All of it was performed after the hold.",
      `Services were not allowed before ${notBefore ?? "the contract was signed"}.`,
    ),
  ];
}

function checkPhoneSale({ proofs, now, standing }: EligibilityFacts, contract: Contract): EligibilityCheck {
  if (contract.sale_channel === "online") {
    return {
      code: "tsr.six_months",
      rule: "TSR-1",
      passed: true,
      detail: "It was sold online, without a call.",
    };
  }
  const today = dateInZone(now, standing.zone);
  const isPromisedTimeOver = contract.promised_end !== null && today > contract.promised_end;
  const isProven = proofs.some(
    ({ resultOn, issuedOn }) => isLaterThanSixMonths(resultOn, issuedOn) && issuedOn <= today,
  );
  return check(
    "tsr.six_months",
    "TSR-1",
    isPromisedTimeOver && isProven,
    "The promised time is over and a report of more than six months later shows the result.",
    isPromisedTimeOver
      ? "No report issued more than six months after the result was given to the customer."
      : `It was sold by phone (${contract.sale_channel}); the promised time ends ${contract.promised_end ?? "at no stated date"}.`,
  );
}

function check(
  code: EligibilityCode,
  rule: string | null,
  passed: boolean,
  yes: string,
  no: string,
): EligibilityCheck {
  return { code, rule, passed, detail: passed ? yes : no };
}
