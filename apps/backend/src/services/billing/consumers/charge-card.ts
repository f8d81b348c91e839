import type { CustomerStanding } from "@horizon/contracts/backend";
import { type BillingInvoice, findInvoice, findPayment, findPaymentMethod } from "@horizon/db/billing";
import type { Consumers } from "../../../platform/events.ts";
import { isProblem } from "../../../platform/problems.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { BillingContext } from "../context.ts";
import { findChargeOf, isKeyForgotten } from "../find-made.ts";
import type { ChargeResult } from "../provider/payment-provider.ts";
import { assertChargeable } from "../request-charge.ts";
import { type Refused, settlePayment } from "../settle-payment.ts";

interface Charged {
  readonly result: ChargeResult | Refused;
  readonly zone: string | null;
}

/**
 * Asks the provider for the money, if the law still allows it: the contract may have been cancelled since the wish. The key
 * is the payment's, so a repeated delivery charges nothing twice. Where no charge or no key may follow, one whose answer was lost is looked for.
 */
export const chargeCard: NonNullable<Consumers<BillingContext>["payment.requested.v1"]> = {
  async act(context, { event }): Promise<Charged | null> {
    const { payment_id, invoice_id, customer_id } = event.data;
    const [payment, invoice] = await Promise.all([
      findPayment(context.db, payment_id),
      findInvoice(context.db, invoice_id),
    ]);
    if (payment === null || invoice === null || payment.state !== "created") return null;
    const standing = await getStanding(context, customer_id, event.request_id ?? undefined);
    const { zone } = standing;
    const refusal = await findRefusal(context, invoice, standing);
    if (refusal !== null || isKeyForgotten(payment)) {
      const result = await findChargeOf(context, payment);
      if (result !== null) return { zone, result };
    }
    if (refusal !== null) return { zone, result: { outcome: "refused", code: refusal } };
    const card = await findPaymentMethod(context.db, payment.paymentMethodId);
    if (card === null)
      return { zone, result: { outcome: "failed", providerRef: null, code: "payment.method_missing" } };
    const result = await context.provider.charge({
      amountCents: payment.amountCents,
      card,
      invoiceId: invoice.id,
      key: `payment-${payment.id}`,
    });
    return { zone, result };
  },
  async record({ clock, metrics }, { db, event }, outcome) {
    if (outcome === null) return;
    const { result, zone } = outcome as Charged;
    const payment = await findPayment(db, event.data.payment_id);
    if (payment === null) return;
    await settlePayment(db, payment, result, { now: clock.now(), zone });
    metrics.count("charges", { outcome: result.outcome });
  },
};

/** What the law has against it now, or null. */
async function findRefusal(
  context: BillingContext,
  invoice: BillingInvoice,
  standing: CustomerStanding,
): Promise<string | null> {
  try {
    await assertChargeable(context, context.db, invoice, standing);
    return null;
  } catch (error) {
    if (!isProblem(error) || error.status !== 409) throw error;
    return error.problem;
  }
}
