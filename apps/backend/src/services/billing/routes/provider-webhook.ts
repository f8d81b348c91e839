import type { Db } from "@horizon/db";
import {
  type BillingPayment,
  findInvoice,
  findPaymentByProviderRef,
  postToLedger,
  recordProviderEvent,
} from "@horizon/db/billing";
import { z } from "zod";
import { routesOf } from "../../../platform/route.ts";
import type { BillingContext } from "../context.ts";
import { invoiceMachine } from "../domain/machines.ts";
import { moveInvoice } from "../invoice-moves.ts";
import { billingProblems } from "../problems.ts";
import type { ProviderEvent } from "../provider/payment-provider.ts";
import { billingItself } from "../record-change.ts";
import { settlePayment } from "../settle-payment.ts";

const { publicRoute } = routesOf<BillingContext>();
const maxBytes = 256 * 1024;

/** Where the payment provider tells what became of a payment. Each event is applied once, in any order. */
export const providerWebhookRoute = publicRoute({
  method: "post",
  path: "/v1/webhooks/stripe",
  operationId: "receivePaymentEvent",
  summary: "Takes events of the payment provider",
  tags: ["webhooks"],
  rawBody: { contentTypes: ["application/json"], maxBytes },
  responses: { 200: z.strictObject({ received: z.literal(true) }) },
  problems: ["webhook.signature"],
  handler: async (context, { body, db, header }) => {
    const signature = header("stripe-signature");
    if (signature === undefined) throw billingProblems.problem("webhook.signature");
    const event = context.provider.readEvent(body, signature);
    if (await recordProviderEvent(db, event.id, event.type)) await applyEvent(context, db, event);
    return { status: 200, body: { received: true as const } };
  },
});

/** Events of payments that are not ours, or of no interest, are taken and forgotten. */
async function applyEvent({ clock }: BillingContext, db: Db, event: ProviderEvent): Promise<void> {
  const payment = event.paymentRef === null ? null : await findPaymentByProviderRef(db, event.paymentRef);
  if (payment === null || event.paymentRef === null) return;
  // The customer's zone is not asked for here: the latest one, in which a next day begins last.
  const when = { now: clock.now(), zone: null };
  switch (event.type) {
    case "payment_intent.succeeded":
      await settlePayment(db, payment, { outcome: "succeeded", providerRef: event.paymentRef }, when);
      return;
    case "payment_intent.payment_failed": {
      const code = event.failureCode ?? "card_declined";
      await settlePayment(db, payment, { outcome: "failed", providerRef: event.paymentRef, code }, when);
      return;
    }
    case "charge.dispute.created":
      await chargeBack(db, payment);
      return;
  }
}

/** The card holder's bank took the money back. Nothing more is charged on this invoice. */
async function chargeBack(db: Db, payment: BillingPayment): Promise<void> {
  const invoice = await findInvoice(db, payment.invoiceId);
  if (invoice === null || !invoiceMachine.allows(invoice.state, "charged_back")) return;
  await postToLedger(db, {
    customerId: invoice.customerId,
    refType: "payment",
    refId: payment.id,
    debit: "chargebacks",
    credit: "cash",
    amountCents: payment.amountCents - invoice.refundedCents,
  });
  await moveInvoice(db, invoice, { to: "charged_back", actor: billingItself, nextChargeOn: null });
}
