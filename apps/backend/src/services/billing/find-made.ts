import {
  type BillingPayment,
  type BillingRefund,
  findPaymentMethod,
  listPayments,
  listRefundRefs,
} from "@horizon/db/billing";
import type { BillingContext } from "./context.ts";
import type { ChargeResult } from "./provider/payment-provider.ts";

/** Half of the day for which a provider keeps keys. */
const keysTrustedMs = 12 * 60 * 60_000;

/** After this the key of a wish no longer keeps it from being carried out twice. In the system's time, as the provider's. */
export function isKeyForgotten({ createdAt }: Pick<BillingPayment, "createdAt">): boolean {
  return Date.now() - createdAt.getTime() > keysTrustedMs;
}

/** What the provider knows of a payment of which no answer was recorded. Of an invoice one payment is open at a time, so it is the unknown one. */
export async function findChargeOf(
  { db, provider }: Pick<BillingContext, "db" | "provider">,
  { invoiceId, paymentMethodId }: BillingPayment,
): Promise<ChargeResult | null> {
  const [card, payments] = await Promise.all([
    findPaymentMethod(db, paymentMethodId),
    listPayments(db, invoiceId),
  ]);
  if (card === null) return null;
  const exceptRefs = payments.flatMap(({ providerRef }) => providerRef ?? []);
  return provider.findCharge({ payerRef: card.payerRef, invoiceId, exceptRefs });
}

/** As `findChargeOf`, for a refund of a payment. */
export async function findRefundOf(
  { db, provider }: Pick<BillingContext, "db" | "provider">,
  { paymentId, amountCents }: BillingRefund,
  paymentRef: string,
): Promise<{ providerRef: string } | null> {
  return provider.findRefund({ paymentRef, amountCents, exceptRefs: await listRefundRefs(db, paymentId) });
}
