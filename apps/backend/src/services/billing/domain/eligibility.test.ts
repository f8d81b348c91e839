import type { CustomerStanding } from "@horizon/contracts/backend";
import { describe, expect, test } from "vitest";
import { checkEligibility, type EligibilityFacts } from "./eligibility.ts";

const contract: NonNullable<CustomerStanding["contract"]> = {
  contract_id: "c1",
  status: "in_force",
  sale_channel: "online",
  signed_on: "2026-11-02",
  cancel_deadline: "2026-11-05",
  cancel_deadline_at: "2026-11-06T05:00:00.000Z",
  service_not_before: "2026-11-06",
  promised_end: "2027-05-02",
  monthly_statement: false,
  lines: [
    { line_id: "l1", kind: "round_mailed", description: "A round", unit_price_cents: 5_900, quantity: 6 },
  ],
};
const standing: CustomerStanding = {
  customer_id: "k",
  user_id: "u",
  agent_user_id: null,
  status: "active",
  state: "NY",
  zone: "America/New_York",
  contract,
  consents: { report_access: true, esign: true, marketing_email: false },
  identity_verified: true,
  ssn_on_file: true,
};
const performance = {
  id: "p",
  contractId: "c1",
  lineId: "l1",
  completedAt: new Date("2026-11-10T15:00:00Z"),
};
const facts: EligibilityFacts = {
  standing,
  now: new Date("2026-11-30T15:00:00Z"),
  performances: [performance],
  statedIds: new Set(),
  proofs: [],
  paused: false,
  questioned: false,
};

function failuresOf(changed: Partial<EligibilityFacts>, ofContract: Partial<typeof contract> = {}): string[] {
  const merged = { ...facts, ...changed };
  const withContract = { ...merged.standing, contract: { ...contract, ...ofContract } };
  return checkEligibility({ ...merged, standing: withContract })
    .filter(({ passed }) => !passed)
    .map(({ code }) => code);
}

test("what is performed under a contract in force can be billed", () => {
  expect(failuresOf({})).toEqual([]);
});

test("CROA-3 without a contract nothing can be", () => {
  const checks = checkEligibility({ ...facts, standing: { ...standing, contract: null } });
  expect(checks).toEqual([
    expect.objectContaining({ code: "contract.missing", rule: "CROA-3", passed: false }),
  ]);
});

describe("each condition fails by itself", () => {
  test.each([
    ["CROA-12 a void contract", {}, { status: "void" }, ["contract.void", "contract.not_in_force"]],
    ["CROA-3 a contract that is only signed", {}, { status: "signed" }, ["contract.not_in_force"]],
    ["CROA-3 one that was terminated", {}, { status: "terminated" }, ["contract.not_in_force"]],
    ["a completed contract's last services", {}, { status: "completed" }, []],
    [
      "CROA-5 one second before the window ends",
      { now: new Date("2026-11-06T04:59:59Z") },
      {},
      ["contract.in_cancel_window", "croa.not_performed"],
    ],
    ["CROA-5 a window that never began", {}, { cancel_deadline_at: null }, ["contract.in_cancel_window"]],
    ["CROA-8 nothing performed", { performances: [] }, {}, ["croa.not_performed"]],
    [
      "CROA-8 performed tomorrow",
      { performances: [{ ...performance, completedAt: new Date("2026-12-01T15:00:00Z") }] },
      {},
      ["croa.not_performed"],
    ],
    [
      "CROA-8 performed under another contract",
      { performances: [{ ...performance, contractId: "c0" }] },
      {},
      ["croa.not_performed"],
    ],
    [
      "CROA-8 no price line",
      { performances: [{ ...performance, lineId: "l0" }] },
      {},
      ["croa.not_performed"],
    ],
    [
      "CROA-6 performed on the last day of the hold, late in the evening",
      { performances: [{ ...performance, completedAt: new Date("2026-11-06T04:30:00Z") }] },
      {},
      ["croa.service_hold"],
    ],
    [
      "CROA-6 performed on the first day after it",
      { performances: [{ ...performance, completedAt: new Date("2026-11-06T05:30:00Z") }] },
      {},
      [],
    ],
    ["a suspended customer", { standing: { ...standing, status: "suspended" } }, {}, ["customer.suspended"]],
    ["a customer with a question", { questioned: true }, {}, ["invoice.questioned"]],
  ] as const)("%s", (_name, changed, ofContract, expected) => {
    expect(failuresOf(changed as Partial<EligibilityFacts>, ofContract as Partial<typeof contract>)).toEqual(
      expected,
    );
  });
});

describe("TSR-1 sold by phone", () => {
  const late = { now: new Date("2027-12-01T15:00:00Z"), performances: [performance] };
  const proof = { resultOn: "2027-01-15", issuedOn: "2027-07-16" };
  test.each([
    ["within the promised time, even with a proof", { ...facts, proofs: [proof] }, ["tsr.six_months"]],
    ["after it, without a proof", late, ["tsr.six_months"]],
    [
      "after it, with a report of exactly six months",
      { ...late, proofs: [{ ...proof, issuedOn: "2027-07-15" }] },
      ["tsr.six_months"],
    ],
    [
      "after it, with a report that is not issued yet",
      { ...late, proofs: [{ ...proof, issuedOn: "2028-01-01" }] },
      ["tsr.six_months"],
    ],
    ["after it, with a report of more than six months", { ...late, proofs: [proof] }, []],
  ] as const)("%s", (_name, changed, expected) => {
    for (const sale_channel of ["phone", "mixed", "unknown"] as const) {
      expect(failuresOf(changed as Partial<EligibilityFacts>, { sale_channel })).toEqual(expected);
    }
  });

  test("no stated end of the promised time is never over", () => {
    expect(failuresOf({ ...late, proofs: [proof] }, { sale_channel: "phone", promised_end: null })).toEqual([
      "tsr.six_months",
    ]);
  });
});

describe("CA-1789.13 where the state asks for a monthly statement", () => {
  test.each([
    ["what no statement shows cannot be billed", true, [], ["state.statement_missing"]],
    ["what a statement shows can be", true, ["p"], []],
    ["elsewhere no statement is needed", false, [], []],
  ])("%s", (_name, monthly_statement, stated, failures) => {
    expect(failuresOf({ statedIds: new Set(stated) }, { monthly_statement })).toEqual(failures);
  });

  test("one service that is missing on the statements holds all of them back", () => {
    const performances = [performance, { ...performance, id: "q" }];
    expect(failuresOf({ performances, statedIds: new Set(["p"]) }, { monthly_statement: true })).toEqual([
      "state.statement_missing",
    ]);
  });
});

test("a paused subscription stops billing", () => {
  expect(failuresOf({ paused: true })).toEqual(["subscription.paused"]);
});
