import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  type BillingPerformance,
  findSubscriptionOfContract,
  listResultProofs,
  listStatedPerformanceIds,
} from "@horizon/db/billing";
import { checkEligibility, type EligibilityCheck } from "./domain/eligibility.ts";
import { billingProblems } from "./problems.ts";

interface Question {
  readonly standing: CustomerStanding;
  readonly now: Date;
  readonly performances: readonly BillingPerformance[];
  readonly questioned?: boolean;
}

/** The guard's answer for these performances, with the proofs that are on file. */
export async function assessEligibility(
  db: Db,
  { standing, now, performances, questioned = false }: Question,
): Promise<EligibilityCheck[]> {
  const proofs = standing.contract === null ? [] : await listResultProofs(db, standing.contract.contract_id);
  const ids = performances.map(({ id }) => id);
  const statedIds = await listStatedPerformanceIds(db, standing.contract?.monthly_statement ? ids : []);
  const subscription =
    standing.contract === null ? null : await findSubscriptionOfContract(db, standing.contract.contract_id);
  const paused = subscription?.state === "paused";
  return checkEligibility({ standing, now, performances, statedIds, proofs, paused, questioned });
}

/** @throws ProblemError of the first check that fails, with all others that fail in its errors. */
export function assertEligible(checks: readonly EligibilityCheck[]): void {
  const failed = checks.filter(({ passed }) => !passed);
  const [first] = failed;
  if (first === undefined) return;
  throw billingProblems.problem(first.code, {
    detail: first.detail,
    errors: failed.map(({ code, detail }) => ({ pointer: "", code, detail })),
  });
}
