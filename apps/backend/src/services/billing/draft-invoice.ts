import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  type BillingInvoice,
  type BillingPerformance,
  countBilledPerformances,
  createInvoice,
  listPerformances,
  listStatedPerformanceIds,
  listUnbilledPerformances,
  movePerformances,
} from "@horizon/db/billing";
import type { Actor } from "../../platform/actor.ts";
import { commonProblems } from "../../platform/problems.ts";
import { assertEligible, assessEligibility } from "./assess-eligibility.ts";
import type { BillingContext } from "./context.ts";
import { billablePerformances } from "./domain/billable-performances.ts";
import { billingProblems } from "./problems.ts";
import { recordChange } from "./record-change.ts";

interface DraftOptions {
  readonly standing: CustomerStanding;
  readonly actor: Actor;
  /** All that is performed and unbilled when left out. */
  readonly performanceIds?: readonly string[] | undefined;
}

/**
 * Bills what was performed: each performance once, at the price of its contract line, if the law lets us ask for money.
 * Call it in a serializable transaction.
 */
export async function draftInvoice(
  { clock }: BillingContext,
  db: Db,
  { standing, actor, performanceIds }: DraftOptions,
): Promise<BillingInvoice> {
  const customerId = standing.customer_id;
  const found = await findPerformances(db, customerId, performanceIds);
  const wanted = performanceIds === undefined ? await statedFirst(db, standing, found) : found;
  const performances = await withinTotal(db, standing, wanted);
  // Named ones are billed all or not at all.
  if (performances.length < wanted.length && (performanceIds !== undefined || performances.length === 0)) {
    throw billingProblems.problem("croa.total_reached");
  }
  assertEligible(await assessEligibility(db, { standing, now: clock.now(), performances }));
  const { contract } = standing;
  if (contract === null) throw billingProblems.problem("contract.missing");

  const lines = performances.map((performance) => {
    const line = contract.lines.find(({ line_id }) => line_id === performance.lineId);
    if (line === undefined) throw billingProblems.problem("croa.not_performed");
    return {
      performanceId: performance.id,
      description: line.description,
      amountCents: line.unit_price_cents,
    };
  });
  const ids = performances.map(({ id }) => id);
  if (!(await movePerformances(db, ids, { from: "recorded", to: "invoiced" }))) {
    throw commonProblems.problem("resource.conflict", { detail: "It is on another invoice." });
  }
  const invoice = await createInvoice(db, { customerId, contractId: contract.contract_id, lines });
  await recordChange(db, {
    actor,
    event: "invoice.created.v1",
    data: { customer_id: customerId, invoice_id: invoice.id },
    objectType: "invoice",
    objectId: invoice.id,
    details: { lines: lines.length, total_cents: invoice.totalCents },
  });
  return invoice;
}

/** Where a statement must come first, what one shows; all, for the guard to refuse, when none shows any of it. */
export async function statedFirst(
  db: Db,
  { contract }: CustomerStanding,
  performances: readonly BillingPerformance[],
): Promise<readonly BillingPerformance[]> {
  if (!contract?.monthly_statement) return performances;
  const ids = await listStatedPerformanceIds(
    db,
    performances.map(({ id }) => id),
  );
  const stated = performances.filter(({ id }) => ids.has(id));
  return stated.length === 0 ? performances : stated;
}

/** What the contract's total still covers. */
export async function withinTotal(
  db: Db,
  { contract }: CustomerStanding,
  performances: readonly BillingPerformance[],
): Promise<BillingPerformance[]> {
  if (contract === null) return [...performances];
  const billed = await countBilledPerformances(db, contract.contract_id);
  return billablePerformances(performances, contract.lines, billed);
}

async function findPerformances(
  db: Db,
  customerId: string,
  ids: readonly string[] | undefined,
): Promise<BillingPerformance[]> {
  if (ids === undefined) return listUnbilledPerformances(db, customerId);
  const found = (await listPerformances(db, ids)).filter(
    (performance) => performance.customerId === customerId,
  );
  if (found.length !== new Set(ids).size) {
    throw billingProblems.problem("croa.not_performed", {
      detail: "A service is not known to be performed.",
    });
  }
  if (found.some(({ state }) => state !== "recorded")) {
    throw commonProblems.problem("resource.conflict", { detail: "It is on another invoice." });
  }
  return found;
}
