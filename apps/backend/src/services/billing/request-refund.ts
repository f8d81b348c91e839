import type { Db } from "@horizon/db";
import {
  type BillingInvoice,
  type BillingPayment,
  type BillingRefund,
  createRefund,
  sumRefunds,
} from "@horizon/db/billing";
import type { Actor } from "../../platform/actor.ts";
import { commonProblems } from "../../platform/problems.ts";
import { billingProblems } from "./problems.ts";
import { recordChange } from "./record-change.ts";

interface RefundWish {
  readonly invoice: BillingInvoice;
  readonly payment: BillingPayment;
  /** All that is left when left out. */
  readonly amountCents?: number | undefined;
  readonly reason: string;
  readonly actor: Actor;
}

/** Stores the wish to give money back; the consumer of `refund.requested.v1` asks the provider. Null when nothing is left. */
export async function requestRefund(
  db: Db,
  { invoice, payment, amountCents, reason, actor }: RefundWish,
): Promise<BillingRefund | null> {
  if (payment.state !== "succeeded") {
    throw commonProblems.problem("state.invalid_transition", {
      detail: `A payment that is ${payment.state} has nothing to give back.`,
    });
  }
  const left = payment.amountCents - (await sumRefunds(db, payment.id));
  const amount = amountCents ?? left;
  if (amount === 0) return null;
  if (amount > left) {
    throw billingProblems.problem("refund.too_much", { detail: `${left} cents of it are left.` });
  }
  const refund = await createRefund(db, { paymentId: payment.id, amountCents: amount, reason });
  await recordChange(db, {
    actor,
    event: "refund.requested.v1",
    data: {
      customer_id: invoice.customerId,
      invoice_id: invoice.id,
      payment_id: payment.id,
      refund_id: refund.id,
    },
    objectType: "refund",
    objectId: refund.id,
    reason,
    details: { amount_cents: amount },
  });
  return refund;
}
