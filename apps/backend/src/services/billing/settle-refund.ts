import type { Db } from "@horizon/db";
import {
  type BillingPayment,
  type BillingRefund,
  endRefund,
  findInvoice,
  postToLedger,
} from "@horizon/db/billing";
import { invoiceMachine } from "./domain/machines.ts";
import { moveInvoice } from "./invoice-moves.ts";
import { billingItself, recordChange } from "./record-change.ts";

export type RefundResult = { readonly providerRef: string } | { readonly failureCode: string };

/** Applies what became of a refund, once. */
export async function settleRefund(
  db: Db,
  { id, paymentId }: Pick<BillingRefund, "id" | "paymentId">,
  { invoiceId }: Pick<BillingPayment, "invoiceId">,
  result: RefundResult,
): Promise<void> {
  const invoice = await findInvoice(db, invoiceId);
  if (invoice === null) throw new Error("a refund is of no invoice");
  const about = {
    actor: billingItself,
    data: {
      customer_id: invoice.customerId,
      invoice_id: invoiceId,
      payment_id: paymentId,
      refund_id: id,
    },
    objectType: "refund",
    objectId: id,
  } as const;
  if ("failureCode" in result) {
    const failed = await endRefund(db, id, { state: "failed", failureCode: result.failureCode });
    if (failed)
      await recordChange(db, { ...about, event: "refund.failed.v1", details: { code: result.failureCode } });
    return;
  }
  const refund = await endRefund(db, id, { state: "succeeded", providerRef: result.providerRef });
  if (refund === null) return;
  await postToLedger(db, {
    customerId: invoice.customerId,
    refType: "refund",
    refId: id,
    // What came in for a void invoice was never revenue: it was owed to the customer.
    debit: invoice.state === "void" ? "receivable" : "refunds",
    credit: "cash",
    amountCents: refund.amountCents,
  });
  await recordChange(db, { ...about, event: "refund.succeeded.v1" });
  const refundedCents = invoice.refundedCents + refund.amountCents;
  const to = refundedCents >= invoice.totalCents ? "refunded" : "partially_refunded";
  if (!invoiceMachine.allows(invoice.state, to)) return;
  await moveInvoice(db, invoice, { to, actor: billingItself, refundedCents });
}
