import type { ContractTerms } from "./domain/contract-terms.ts";
import { lintContract } from "./domain/lint-contract.ts";
import { problem } from "./problems.ts";

/** @throws ProblemError contract.invalid with every rule that the terms break. */
export function assertOfferable(terms: ContractTerms): void {
  const faults = lintContract(terms);
  if (faults.length === 0) return;
  throw problem("contract.invalid", {
    errors: faults.map(({ rule, pointer, detail }) => ({ pointer, code: rule, detail })),
  });
}
