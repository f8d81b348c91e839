import { describe, expect, test } from "vitest";
import { type ContractTerms, hashTerms, requiredClauses, writeContractTerms } from "./contract-terms.ts";
import { lintContract } from "./lint-contract.ts";
import { plans } from "./plans.ts";
import { resolveStateTerms } from "./state-rules.ts";

const company = { name: "Horizon Credit Repair, Inc.", address: "100 Market Street, Denver, CO 80202" };
const federal = resolveStateTerms([], "CO", "2026-11-29");
const [plan] = plans;
if (plan === undefined) throw new Error("There are no plans");
const sound = writeContractTerms(plan, federal, company);

test.each(plans.map(({ code }) => code))(
  "the contract of plan %s has no fault, in a strict state too",
  (code) => {
    const chosen = plans.find((candidate) => candidate.code === code) ?? plan;
    const strict = {
      serviceable: true,
      cancelBusinessDays: 5,
      completionDaysMax: 180,
      monthlyStatement: true,
    };
    expect(lintContract(writeContractTerms(chosen, federal, company))).toEqual([]);
    expect(lintContract(writeContractTerms(chosen, strict, company))).toEqual([]);
    expect(writeContractTerms(chosen, strict, company).durationDays).toBeLessThanOrEqual(180);
  },
);

const withClause = (key: string, text: string): ContractTerms => ({
  ...sound,
  clauses: sound.clauses.map((clause) => (clause.key === key ? { ...clause, text } : clause)),
});

describe("what keeps a contract from being offered", () => {
  test.each(requiredClauses)("CROA-3 the clause %s is missing", (key) => {
    const without = { ...sound, clauses: sound.clauses.filter((clause) => clause.key !== key) };
    expect(lintContract(without)).toContainEqual(
      expect.objectContaining({ rule: "CROA-3", pointer: "/clauses" }),
    );
    expect(lintContract(withClause(key, " "))).not.toEqual([]);
  });

  test.each<[string, ContractTerms, string]>([
    ["CROA-3", { ...sound, totalCents: sound.totalCents - 1 }, "/totalCents"],
    ["CROA-3", withClause("payment", "You pay $10.00 later."), "/clauses"],
    ["CROA-3", { ...sound, lines: [] }, "/lines"],
    ["CROA-3", { ...sound, durationDays: 0 }, "/durationDays"],
    ["CROA-3", { ...sound, company: { ...company, address: "" } }, "/clauses"],
    [
      "CROA-3",
      { ...sound, signatureSection: { ...sound.signatureSection, bold: "" } },
      "/signatureSection/bold",
    ],
    ["CROA-3", { ...sound, cancelBusinessDays: 5 }, "/signatureSection/bold"],
    [
      "CROA-4",
      { ...sound, signatureSection: { ...sound.signatureSection, noticePages: 1 } },
      "/signatureSection/noticePages",
    ],
    ["CROA-12", withClause("cancellation", "You waive the right to cancel."), "/clauses/6"],
    ["CROA-12", withClause("cancellation", "This contract is non-cancellable."), "/clauses/6"],
    [
      "CROA-12",
      withClause("payment", `All fees up to the total of ${"$999.00"} are non-refundable.`),
      "/clauses/1",
    ],
    ["CROA-12", withClause("your_duties", "You hold us harmless against any claim."), "/clauses/5"],
    ["CROA-11", withClause("guarantees", "Results are guaranteed."), "/clauses/3"],
    ["CROA-11", withClause("services", "We remove all negative entries."), "/clauses/2"],
    ["CROA-11", withClause("services", "Your score rises by 100 points."), "/clauses/2"],
  ])("%s (%#) at %3$s", (rule, terms, pointer) => {
    expect(lintContract(terms)).toContainEqual(expect.objectContaining({ rule, pointer }));
  });
});

test("the hash of the terms does not depend on the order of keys, and on everything else", () => {
  const reordered = JSON.parse(JSON.stringify(sound, Object.keys(flattenKeys(sound)).sort().reverse()));
  expect(hashTerms(reordered)).toBe(hashTerms(sound));
  expect(hashTerms({ ...sound, totalCents: sound.totalCents + 1 })).not.toBe(hashTerms(sound));
});

function flattenKeys(value: unknown, keys: Record<string, true> = {}): Record<string, true> {
  if (typeof value !== "object" || value === null) return keys;
  for (const [key, part] of Object.entries(value)) {
    keys[key] = true;
    flattenKeys(part, keys);
  }
  return keys;
}
