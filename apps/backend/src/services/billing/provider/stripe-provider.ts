import Stripe from "stripe";
import { commonProblems } from "../../../platform/problems.ts";
import type { BillingEnv } from "../env.ts";
import { billingProblems } from "../problems.ts";
import type { ChargeResult, PaymentProvider } from "./payment-provider.ts";

const timeoutMs = 15_000;
/** The most that Stripe lists at once. */
const pageSize = 100;

/** Cards, charges off session and refunds by Stripe. Numbers of cards never come here: browsers send them to Stripe. */
export function createStripeProvider(env: BillingEnv): PaymentProvider {
  const stripe = new Stripe(env.STRIPE_API_KEY, {
    ...address(env.STRIPE_API_URL),
    timeout: timeoutMs,
    maxNetworkRetries: 1,
    telemetry: false,
  });
  return {
    async saveCard({ token, payerRef, customerId, key }) {
      try {
        const payer =
          payerRef ??
          (
            await stripe.customers.create(
              { metadata: { customer_id: customerId } },
              { idempotencyKey: `${key}-payer` },
            )
          ).id;
        const intent = await stripe.setupIntents.create(
          { customer: payer, payment_method: token, confirm: true, usage: "off_session" },
          { idempotencyKey: `${key}-card` },
        );
        const ref =
          typeof intent.payment_method === "string" ? intent.payment_method : intent.payment_method?.id;
        if (intent.status !== "succeeded" || !ref) throw billingProblems.problem("payment.declined");
        const { card } = await stripe.paymentMethods.retrieve(ref);
        if (!card) throw billingProblems.problem("payment.declined", { detail: "Only cards are taken." });
        return {
          providerRef: ref,
          payerRef: payer,
          brand: card.brand,
          last4: card.last4,
          expMonth: card.exp_month,
          expYear: card.exp_year,
        };
      } catch (error) {
        if (
          error instanceof Stripe.errors.StripeCardError ||
          error instanceof Stripe.errors.StripeInvalidRequestError
        ) {
          throw billingProblems.problem("payment.declined", { cause: error });
        }
        if (isOutage(error)) {
          throw commonProblems.problem("upstream.unavailable", {
            cause: error,
            headers: { "retry-after": "5" },
          });
        }
        throw error;
      }
    },

    async charge({ amountCents, card, invoiceId, key }) {
      try {
        const intent = await stripe.paymentIntents.create(
          {
            amount: amountCents,
            currency: "usd",
            customer: card.payerRef,
            payment_method: card.providerRef,
            off_session: true,
            confirm: true,
            metadata: { invoice_id: invoiceId },
          },
          { idempotencyKey: key },
        );
        return toChargeResult(intent);
      } catch (error) {
        if (isCardGone(error))
          return { outcome: "failed", providerRef: null, code: "payment.method_missing" };
        if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
        return toRefusal(error.payment_intent?.id ?? null, error.code);
      }
    },

    async findCharge({ payerRef, invoiceId, exceptRefs }) {
      for await (const intent of stripe.paymentIntents.list({ customer: payerRef, limit: pageSize })) {
        if (intent.metadata.invoice_id === invoiceId && !exceptRefs.includes(intent.id))
          return toChargeResult(intent);
      }
      return null;
    },

    readCharge: async (providerRef) => toChargeResult(await stripe.paymentIntents.retrieve(providerRef)),

    async cancelCharge(providerRef) {
      await stripe.paymentIntents.cancel(providerRef);
    },

    async refund({ paymentRef, amountCents, key }) {
      try {
        const refund = await stripe.refunds.create(
          { payment_intent: paymentRef, amount: amountCents },
          { idempotencyKey: key },
        );
        return { providerRef: refund.id };
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        return { failureCode: error.code ?? "refused" };
      }
    },

    async findRefund({ paymentRef, amountCents, exceptRefs }) {
      for await (const refund of stripe.refunds.list({ payment_intent: paymentRef, limit: pageSize })) {
        const isMade = refund.status !== "failed" && refund.status !== "canceled";
        if (isMade && refund.amount === amountCents && !exceptRefs.includes(refund.id))
          return { providerRef: refund.id };
      }
      return null;
    },

    readEvent(payload, signature) {
      try {
        const event = stripe.webhooks.constructEvent(payload, signature, env.STRIPE_WEBHOOK_SECRET);
        const object = event.data.object as {
          id?: string;
          object?: string;
          payment_intent?: unknown;
          last_payment_error?: { code?: string };
        };
        const paymentRef = object.object === "payment_intent" ? object.id : object.payment_intent;
        return {
          id: event.id,
          type: event.type,
          paymentRef: typeof paymentRef === "string" ? paymentRef : null,
          failureCode: object.last_payment_error?.code ?? null,
        };
      } catch (cause) {
        throw billingProblems.problem("webhook.signature", { cause });
      }
    },
  };
}

/**
 * Stripe knows the card or its payer no more: for certain nothing was charged, and only another card helps. What else it calls an
 * invalid request is a defect of ours or of the account, for which no customer may be told that their card was refused.
 */
function isCardGone(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    error.code === "resource_missing" &&
    (error.param === "payment_method" || error.param === "customer")
  );
}

/** No answer, an answer of 5xx, or too many questions: later it may work. */
function isOutage(error: unknown): boolean {
  const { StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors;
  return [StripeConnectionError, StripeAPIError, StripeRateLimitError].some((kind) => error instanceof kind);
}

function toChargeResult({ id, status, last_payment_error }: Stripe.PaymentIntent): ChargeResult {
  switch (status) {
    case "succeeded":
      return { outcome: "succeeded", providerRef: id };
    case "processing":
    case "requires_capture":
      return { outcome: "processing", providerRef: id };
    case "requires_action":
    case "requires_confirmation":
      return { outcome: "requires_action", providerRef: id, code: "authentication_required" };
    default:
      return toRefusal(id, last_payment_error?.code);
  }
}

function toRefusal(providerRef: string | null, code = "card_declined"): ChargeResult {
  const outcome = code === "authentication_required" ? "requires_action" : "failed";
  return { outcome, providerRef, code };
}

function address(url: string | undefined): {
  host?: string;
  port?: string;
  protocol?: "http" | "https";
  apiVersion?: never;
} {
  if (url === undefined) return {};
  const { hostname, port, protocol } = new URL(url);
  return {
    host: hostname,
    port: port || (protocol === "http:" ? "80" : "443"),
    protocol: protocol === "http:" ? "http" : "https",
  };
}
