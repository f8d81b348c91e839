import { inTransaction } from "@horizon/db";
import { findPayment, findRefund, listGivenUpPayments, listGivenUpRefunds } from "@horizon/db/billing";
import { eachDue } from "../../../platform/each-due.ts";
import type { Job } from "../../../platform/jobs.ts";
import type { BillingContext } from "../context.ts";
import { findChargeOf, findRefundOf } from "../find-made.ts";
import { settlePayment } from "../settle-payment.ts";
import { settleRefund } from "../settle-refund.ts";

/**
 * A charge or refund whose event a person skipped would be on its way for ever. The provider is asked whether it was made all the same; one
 * that was not has failed: the invoice is charged again as after any failure, and a refund can be asked for again.
 */
export const settleGivenUp: Job<BillingContext> = {
  schedule: { every_ms: 15 * 60_000 },
  async run(context, { now }) {
    const idOf = ({ id }: { id: string }) => id;
    const payments = await eachDue(context.logger, {
      list: (page) => listGivenUpPayments(context.db, page),
      idOf,
      act: ({ id }) => endPayment(context, id, now),
    });
    const refunds = await eachDue(context.logger, {
      list: (page) => listGivenUpRefunds(context.db, page),
      idOf,
      act: ({ id }) => endRefundOf(context, id),
    });
    return { done: payments.done + refunds.done };
  },
};

async function endPayment(context: BillingContext, id: string, now: Date): Promise<boolean> {
  const payment = await findPayment(context.db, id);
  if (payment === null) return false;
  const result = (await findChargeOf(context, payment)) ?? ({ outcome: "given_up" } as const);
  // The customer may be what can no longer be asked for: the latest zone, in which a next day begins last.
  await inTransaction(context.db, (db) => settlePayment(db, payment, result, { now, zone: null }));
  context.metrics.count("charges", { outcome: result.outcome });
  return true;
}

async function endRefundOf(context: BillingContext, id: string): Promise<boolean> {
  const refund = await findRefund(context.db, id);
  const payment = refund === null ? null : await findPayment(context.db, refund.paymentId);
  if (refund === null || payment === null) return false;
  const { providerRef } = payment;
  const made = providerRef === null ? null : await findRefundOf(context, refund, providerRef);
  const result = made ?? { failureCode: "given_up" };
  await inTransaction(context.db, (db) => settleRefund(db, refund, payment, result));
  return true;
}
