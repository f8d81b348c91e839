import { endRefund, findInvoice, findPayment, findRefund, postToLedger } from "@horizon/db/billing";
import type { Consumers } from "../../../platform/events.ts";
import type { BillingContext } from "../context.ts";
import { invoiceMachine, refundMachine } from "../domain/machines.ts";
import { moveInvoice } from "../invoice-moves.ts";
import { billingItself, recordChange } from "../record-change.ts";

type Refunded = { providerRef: string } | { failureCode: string };

/** Gives money back through the provider; the key is the refund's. */
export const refundPayment: NonNullable<Consumers<BillingContext>["refund.requested.v1"]> = {
  async act({ db, provider }, { event }): Promise<Refunded | null> {
    const [refund, payment] = await Promise.all([
      findRefund(db, event.data.refund_id),
      findPayment(db, event.data.payment_id),
    ]);
    if (refund === null || payment === null || !refundMachine.allows(refund.state, "succeeded")) return null;
    if (payment.providerRef === null) return { failureCode: "payment_unknown_to_provider" };
    return provider.refund({
      paymentRef: payment.providerRef,
      amountCents: refund.amountCents,
      key: `refund-${refund.id}`,
    });
  },
  async record(_context, { db, event }, outcome) {
    if (outcome === null) return;
    const result = outcome as Refunded;
    const { refund_id, invoice_id, customer_id } = event.data;
    const about = {
      actor: billingItself,
      data: event.data,
      objectType: "refund",
      objectId: refund_id,
    } as const;
    if ("failureCode" in result) {
      const failed = await endRefund(db, refund_id, { state: "failed", failureCode: result.failureCode });
      if (failed)
        await recordChange(db, {
          ...about,
          event: "refund.failed.v1",
          details: { code: result.failureCode },
        });
      return;
    }
    const refund = await endRefund(db, refund_id, { state: "succeeded", providerRef: result.providerRef });
    if (refund === null) return;
    const invoice = await findInvoice(db, invoice_id);
    await postToLedger(db, {
      customerId: customer_id,
      refType: "refund",
      refId: refund.id,
      // What came in for a void invoice was never revenue: it was owed to the customer.
      debit: invoice?.state === "void" ? "receivable" : "refunds",
      credit: "cash",
      amountCents: refund.amountCents,
    });
    await recordChange(db, { ...about, event: "refund.succeeded.v1" });
    if (invoice === null) return;
    const refundedCents = invoice.refundedCents + refund.amountCents;
    const to = refundedCents >= invoice.totalCents ? "refunded" : "partially_refunded";
    if (!invoiceMachine.allows(invoice.state, to)) return;
    await moveInvoice(db, invoice, { to, actor: billingItself, refundedCents });
  },
};
