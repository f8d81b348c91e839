import { defineProblems } from "../../platform/problems.ts";

export const billingProblems = defineProblems({
  "contract.missing": { status: 409, title: "There is no contract", rule: "CROA-3" },
  "contract.not_in_force": { status: 409, title: "The contract is not in force", rule: "CROA-3" },
  "contract.void": { status: 409, title: "The contract is void", rule: "CROA-12" },
  "contract.in_cancel_window": {
    status: 409,
    title: "The contract can still be cancelled for nothing",
    rule: "CROA-5",
  },
  "croa.service_hold": {
    status: 409,
    title: "It was performed before services were allowed",
    rule: "CROA-6",
  },
  "croa.not_performed": { status: 409, title: "Only what is fully performed can be billed", rule: "CROA-8" },
  "croa.total_reached": {
    status: 409,
    title: "The contract's total of all payments is reached",
    rule: "CROA-3",
  },
  "tsr.six_months": {
    status: 409,
    title: "Phone sales are billed six months after the proven result",
    rule: "TSR-1",
  },
  "tsr.too_early": {
    status: 422,
    title: "The report was issued within six months of the result",
    rule: "TSR-1",
  },
  "tsr.report_access": { status: 409, title: "There is no consent to the report", rule: "TSR-3" },
  "state.statement_missing": {
    status: 409,
    title: "It is billed after the itemised statement of its month",
    rule: "CA-1789.13",
  },
  "subscription.paused": { status: 409, title: "The subscription is paused" },
  "customer.suspended": { status: 409, title: "The customer is suspended" },
  "invoice.questioned": { status: 409, title: "The customer has a question about this invoice" },
  "invoice.empty": { status: 409, title: "Nothing is to be billed" },
  "payment.method_missing": { status: 409, title: "There is no card to charge" },
  "payment.declined": { status: 402, title: "The card was declined" },
  "refund.too_much": { status: 422, title: "More than was paid cannot be refunded" },
  "refund.needs_admin": { status: 403, title: "An admin must refund this much" },
  "subscription.exists": { status: 409, title: "The contract has a subscription" },
  "webhook.signature": { status: 401, title: "The signature is not valid" },
});

/** What keeps something from being billed or charged: the failed checks of `domain/eligibility.ts`, and a contract that is paid up. */
export const eligibilityProblems = [
  "contract.missing",
  "contract.not_in_force",
  "contract.void",
  "contract.in_cancel_window",
  "croa.service_hold",
  "croa.not_performed",
  "croa.total_reached",
  "tsr.six_months",
  "state.statement_missing",
  "customer.suspended",
  "subscription.paused",
  "invoice.questioned",
] as const;
