import type { EventSender } from "./event-sender.ts";
import type { FormBody } from "./form-body.ts";
import { StripeError } from "./stripe-error.ts";
import type { StripeObject, StripeObjects } from "./stripe-objects.ts";
import { findCard } from "./test-cards.ts";

export interface TakenCharge {
  readonly id: string;
  /** Cents. */
  readonly amount: number;
  readonly idempotencyKey: string;
}

interface OperationsOptions {
  readonly objects: StripeObjects;
  readonly events: EventSender;
  readonly now: () => Date;
  readonly onCharge: (charge: TakenCharge) => void;
}

interface StripeList {
  readonly object: "list";
  readonly url: string;
  readonly has_more: boolean;
  readonly data: StripeObject[];
}

/** `body` is the query's where nothing is posted. */
type Operation = (
  method: string,
  path: string,
  body: FormBody,
  idempotencyKey: string,
) => StripeObject | StripeList;

/** What can be listed, and by which of its members. */
const lists: Readonly<Record<string, { readonly object: string; readonly by: string }>> = {
  payment_intents: { object: "payment_intent", by: "customer" },
  refunds: { object: "refund", by: "payment_intent" },
};

/** What a request does. Throws StripeError for what Stripe refuses. */
export function createStripeOperations({ objects, events, now, onCharge }: OperationsOptions): Operation {
  function createSetupIntent(body: FormBody): StripeObject {
    const customer = objects.get(body.customer, "customer", "customer");
    const card = findCard(body.payment_method);
    if (card === undefined) {
      throw new StripeError(404, "invalid_request_error", `No such PaymentMethod: '${body.payment_method}'`, {
        code: "resource_missing",
        param: "payment_method",
      });
    }
    const method = objects.store("pm", "payment_method", {
      type: "card",
      customer: customer.id,
      card: {
        brand: card.brand,
        last4: card.last4,
        exp_month: 12,
        exp_year: now().getUTCFullYear() + 3,
        funding: "credit",
        country: "US",
      },
      test_card: body.payment_method,
    });
    return objects.store("seti", "setup_intent", {
      customer: customer.id,
      payment_method: method.id,
      status: "succeeded",
      usage: "off_session",
    });
  }

  function createPaymentIntent(body: FormBody, idempotencyKey: string): StripeObject {
    const amount = Number(body.amount);
    if (!Number.isSafeInteger(amount) || amount < 50) {
      throw new StripeError(400, "invalid_request_error", "Amount must be at least $0.50 usd", {
        code: "amount_too_small",
        param: "amount",
      });
    }
    const customer = objects.get(body.customer, "customer", "customer");
    const method = objects.get(body.payment_method, "payment_method", "payment_method");
    const base = {
      amount,
      currency: "usd",
      customer: customer.id,
      payment_method: method.id,
      metadata: body.metadata ?? {},
    };
    const outcome = findCard(method.test_card)?.outcome ?? "ok";
    if (outcome === "ok") {
      const intent = objects.store("pi", "payment_intent", {
        ...base,
        status: "succeeded",
        amount_received: amount,
      });
      onCharge({ id: intent.id, amount, idempotencyKey });
      void events.send("payment_intent.succeeded", intent);
      return intent;
    }
    const code = outcome === "authenticate" ? "authentication_required" : "card_declined";
    const intent = objects.store("pi", "payment_intent", {
      ...base,
      status: "requires_payment_method",
      amount_received: 0,
      last_payment_error: { type: "card_error", code },
    });
    void events.send("payment_intent.payment_failed", intent);
    throw new StripeError(402, "card_error", "Your card was declined.", {
      code,
      decline_code: outcome === "authenticate" ? "authentication_required" : "generic_decline",
      payment_intent: intent,
    });
  }

  function cancelIntent(id: string | undefined): StripeObject {
    const intent = objects.get(id, "payment_intent", "intent");
    if (intent.status !== "requires_payment_method") {
      throw new StripeError(
        400,
        "invalid_request_error",
        `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
        { code: "payment_intent_unexpected_state" },
      );
    }
    intent.status = "canceled";
    return intent;
  }

  function createRefund(body: FormBody): StripeObject {
    const intent = objects.get(body.payment_intent, "payment_intent", "payment_intent");
    const refunded = Number(intent.amount_refunded ?? 0);
    const amount = body.amount === undefined ? Number(intent.amount) - refunded : Number(body.amount);
    if (!Number.isSafeInteger(amount) || amount <= 0 || refunded + amount > Number(intent.amount_received)) {
      throw new StripeError(
        400,
        "invalid_request_error",
        "Refund amount is greater than unrefunded amount on charge",
        { code: "charge_already_refunded", param: "amount" },
      );
    }
    intent.amount_refunded = refunded + amount;
    return objects.store("re", "refund", {
      amount,
      currency: "usd",
      payment_intent: intent.id,
      status: "succeeded",
      reason: body.reason ?? null,
    });
  }

  function listPage(path: string, { object, by }: (typeof lists)[string], query: FormBody): StripeList {
    const all = objects.list(object).filter((stored) => query[by] === undefined || stored[by] === query[by]);
    const start = all.findIndex(({ id }) => id === query.starting_after) + 1;
    const end = start + Number(query.limit ?? 10);
    return { object: "list", url: path, has_more: end < all.length, data: all.slice(start, end) };
  }

  function carryOut(method: string, path: string, body: FormBody, key: string): StripeObject | StripeList {
    const [, resource = "", id, verb] = /^\/v1\/(\w+)(?:\/(\w+)(?:\/(\w+))?)?$/.exec(path) ?? [];
    if (method === "POST" && resource === "payment_intents" && verb === "cancel") return cancelIntent(id);
    if (method === "POST" && id === undefined) {
      if (resource === "customers")
        return objects.store("cus", "customer", { metadata: body.metadata ?? {} });
      if (resource === "setup_intents") return createSetupIntent(body);
      if (resource === "payment_intents") return createPaymentIntent(body, key);
      if (resource === "refunds") return createRefund(body);
    }
    const list =
      method === "GET" && id === undefined && Object.hasOwn(lists, resource) ? lists[resource] : undefined;
    if (list !== undefined) return listPage(path, list, body);
    if (method === "GET" && id !== undefined && verb === undefined) {
      const kinds: Record<string, string> = {
        payment_methods: "payment_method",
        payment_intents: "payment_intent",
        customers: "customer",
        refunds: "refund",
      };
      const object = Object.hasOwn(kinds, resource) ? kinds[resource] : undefined;
      if (object !== undefined) return objects.get(id, object, "id");
    }
    throw new StripeError(404, "invalid_request_error", `Unrecognized request URL (${method}: ${path}).`);
  }

  return carryOut;
}
