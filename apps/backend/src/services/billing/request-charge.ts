import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  type BillingInvoice,
  type BillingPayment,
  createPayment,
  listPaymentMethods,
  listPerformances,
} from "@horizon/db/billing";
import type { Actor } from "../../platform/actor.ts";
import { commonProblems } from "../../platform/problems.ts";
import { assertEligible, assessEligibility } from "./assess-eligibility.ts";
import type { BillingContext } from "./context.ts";
import { billingProblems } from "./problems.ts";
import { recordChange } from "./record-change.ts";

/** The law's answer about an invoice that exists. @throws ProblemError when it may not be charged now. */
export async function assertChargeable(
  { clock }: BillingContext,
  db: Db,
  invoice: BillingInvoice,
  standing: CustomerStanding,
): Promise<void> {
  const performances = await listPerformances(
    db,
    invoice.lines.map(({ performanceId }) => performanceId),
  );
  const questioned = invoice.questionedAt !== null;
  assertEligible(await assessEligibility(db, { standing, now: clock.now(), performances, questioned }));
}

/** Stores the wish to charge an invoice; the consumer of `payment.requested.v1` asks the provider. */
export async function requestCharge(
  context: BillingContext,
  db: Db,
  { invoice, standing, actor }: { invoice: BillingInvoice; standing: CustomerStanding; actor: Actor },
): Promise<BillingPayment> {
  if (invoice.state !== "finalized" && invoice.state !== "past_due") {
    throw commonProblems.problem("state.invalid_transition", {
      detail: `An invoice that is ${invoice.state} is not charged.`,
    });
  }
  await assertChargeable(context, db, invoice, standing);
  const [method] = await listPaymentMethods(db, invoice.customerId);
  if (method === undefined) throw billingProblems.problem("payment.method_missing");
  const payment = await createPayment(db, {
    invoiceId: invoice.id,
    paymentMethodId: method.id,
    amountCents: invoice.totalCents,
  });
  await recordChange(db, {
    actor,
    event: "payment.requested.v1",
    data: { customer_id: invoice.customerId, invoice_id: invoice.id, payment_id: payment.id },
    objectType: "payment",
    objectId: payment.id,
    details: { attempt: payment.attempt },
  });
  return payment;
}
