import { findPayment, findRefund } from "@horizon/db/billing";
import type { Consumers } from "../../../platform/events.ts";
import type { BillingContext } from "../context.ts";
import { refundMachine } from "../domain/machines.ts";
import { findRefundOf, isKeyForgotten } from "../find-made.ts";
import { type RefundResult, settleRefund } from "../settle-refund.ts";

/** Gives money back through the provider; the key is the refund's. */
export const refundPayment: NonNullable<Consumers<BillingContext>["refund.requested.v1"]> = {
  async act(context, { event }): Promise<RefundResult | null> {
    const { db, provider } = context;
    const [refund, payment] = await Promise.all([
      findRefund(db, event.data.refund_id),
      findPayment(db, event.data.payment_id),
    ]);
    if (refund === null || payment === null || !refundMachine.allows(refund.state, "succeeded")) return null;
    if (payment.providerRef === null) return { failureCode: "payment_unknown_to_provider" };
    const made = isKeyForgotten(refund) ? await findRefundOf(context, refund, payment.providerRef) : null;
    if (made !== null) return made;
    return provider.refund({
      paymentRef: payment.providerRef,
      amountCents: refund.amountCents,
      key: `refund-${refund.id}`,
    });
  },
  async record(_context, { db, event }, outcome) {
    if (outcome === null) return;
    const { refund_id: id, payment_id: paymentId, invoice_id: invoiceId } = event.data;
    await settleRefund(db, { id, paymentId }, { invoiceId }, outcome as RefundResult);
  },
};
