import { createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ProviderHandler } from "../provider-server.ts";
import { type FormBody, parseFormBody } from "./form-body.ts";
import { StripeError } from "./stripe-error.ts";

export interface PaymentsFaults {
  /** The next so many requests are carried out and then answered 500, as when a reply is lost. */
  loseReplies: number;
  /** The next so many requests are answered 429. */
  rateLimited: number;
}

export interface PaymentsProvider {
  handle: ProviderHandler;
  /** The same below a mount that is part of its own paths: Stripe's SDK takes a host, not a path. */
  handleMounted(prefix: string): ProviderHandler;
  faults: PaymentsFaults;
  /** Charges that took money, in order; what a test counts. */
  listCharges(): { id: string; amount: number; idempotencyKey: string }[];
  /** As when the card holder's bank takes a payment back. */
  openDispute(paymentIntent: string): Promise<void>;
  /** Sends an event again, as Stripe does when it heard no answer. */
  redeliver(): Promise<void>;
}

export interface PaymentsOptions {
  /** The secret key that requests must carry. */
  apiKey: string;
  /** Where events go; none are sent without it. */
  webhook?: { url: string; secret: string };
  now?: () => Date;
}

interface Stored {
  id: string;
  object: string;
  [member: string]: unknown;
}

const cards: Readonly<
  Record<string, { brand: string; last4: string; outcome: "ok" | "declined" | "authenticate" | "later" }>
> = {
  pm_card_visa: { brand: "visa", last4: "4242", outcome: "ok" },
  pm_card_mastercard: { brand: "mastercard", last4: "4444", outcome: "ok" },
  pm_card_chargeCustomerFail: { brand: "visa", last4: "0341", outcome: "declined" },
  pm_card_authenticationRequired: { brand: "visa", last4: "3220", outcome: "authenticate" },
};
const maxBodyBytes = 64 * 1024;

/**
 * The part of Stripe's API that billing uses: customers, setup intents, payment intents (confirmed off session), refunds,
 * idempotency keys, signed events. State is in memory; nothing leaves the machine.
 */
export function createPaymentsProvider({
  apiKey,
  webhook,
  now = () => new Date(),
}: PaymentsOptions): PaymentsProvider {
  const objects = new Map<string, Stored>();
  const answers = new Map<string, { request: string; status: number; body: object }>();
  const charges: ReturnType<PaymentsProvider["listCharges"]> = [];
  const sentEvents: string[] = [];
  const faults: PaymentsFaults = { loseReplies: 0, rateLimited: 0 };
  const created = () => Math.floor(now().getTime() / 1_000);
  const store = (prefix: string, object: string, members: Record<string, unknown>): Stored => {
    const id = `${prefix}_${randomBytes(12).toString("hex")}`;
    const stored = { id, object, created: created(), livemode: false, ...members };
    objects.set(id, stored);
    return stored;
  };
  const get = (id: unknown, object: string, parameter: string): Stored => {
    const found = objects.get(String(id));
    if (found?.object === object) return found;
    throw new StripeError(404, "invalid_request_error", `No such ${object}: '${id}'`, {
      code: "resource_missing",
      param: parameter,
    });
  };

  async function send(type: string, object: Stored): Promise<void> {
    if (webhook === undefined) return;
    const id = `evt_${randomBytes(12).toString("hex")}`;
    const payload = JSON.stringify({
      id,
      object: "event",
      type,
      created: created(),
      api_version: "2026-09-30",
      livemode: false,
      pending_webhooks: 1,
      request: null,
      data: { object },
    });
    sentEvents.push(payload);
    await deliver(payload);
  }
  async function deliver(payload: string): Promise<void> {
    if (webhook === undefined) return;
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = createHmac("sha256", webhook.secret).update(`${timestamp}.${payload}`).digest("hex");
    await fetch(webhook.url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": `t=${timestamp},v1=${signature}`,
      },
      body: payload,
    }).catch(() => undefined);
  }

  function createSetupIntent(body: FormBody): Stored {
    const customer = get(body.customer, "customer", "customer");
    const card = findCard(body.payment_method);
    if (card === undefined) {
      throw new StripeError(404, "invalid_request_error", `No such PaymentMethod: '${body.payment_method}'`, {
        code: "resource_missing",
        param: "payment_method",
      });
    }
    const method = store("pm", "payment_method", {
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
    return store("seti", "setup_intent", {
      customer: customer.id,
      payment_method: method.id,
      status: "succeeded",
      usage: "off_session",
    });
  }

  function createPaymentIntent(body: FormBody, idempotencyKey: string): Stored {
    const amount = Number(body.amount);
    if (!Number.isSafeInteger(amount) || amount < 50) {
      throw new StripeError(400, "invalid_request_error", "Amount must be at least $0.50 usd", {
        code: "amount_too_small",
        param: "amount",
      });
    }
    const customer = get(body.customer, "customer", "customer");
    const method = get(body.payment_method, "payment_method", "payment_method");
    const base = {
      amount,
      currency: "usd",
      customer: customer.id,
      payment_method: method.id,
      metadata: body.metadata ?? {},
    };
    const outcome = findCard(method.test_card)?.outcome ?? "ok";
    if (outcome === "ok") {
      const intent = store("pi", "payment_intent", { ...base, status: "succeeded", amount_received: amount });
      charges.push({ id: intent.id, amount, idempotencyKey });
      void send("payment_intent.succeeded", intent);
      return intent;
    }
    const code = outcome === "authenticate" ? "authentication_required" : "card_declined";
    const intent = store("pi", "payment_intent", {
      ...base,
      status: "requires_payment_method",
      amount_received: 0,
    });
    void send("payment_intent.payment_failed", intent);
    throw new StripeError(402, "card_error", "Your card was declined.", {
      code,
      decline_code: outcome === "authenticate" ? "authentication_required" : "generic_decline",
      payment_intent: intent,
    });
  }

  function createRefund(body: FormBody): Stored {
    const intent = get(body.payment_intent, "payment_intent", "payment_intent");
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
    return store("re", "refund", {
      amount,
      currency: "usd",
      payment_intent: intent.id,
      status: "succeeded",
      reason: body.reason ?? null,
    });
  }

  function route(method: string, path: string, body: FormBody, key: string): Stored {
    const [, resource = "", id] = /^\/v1\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (method === "POST" && id === undefined) {
      if (resource === "customers") return store("cus", "customer", { metadata: body.metadata ?? {} });
      if (resource === "setup_intents") return createSetupIntent(body);
      if (resource === "payment_intents") return createPaymentIntent(body, key);
      if (resource === "refunds") return createRefund(body);
    }
    if (method === "GET" && id !== undefined) {
      const kinds: Record<string, string> = {
        payment_methods: "payment_method",
        payment_intents: "payment_intent",
        customers: "customer",
        refunds: "refund",
      };
      const object = Object.hasOwn(kinds, resource) ? kinds[resource] : undefined;
      if (object !== undefined) return get(id, object, "id");
    }
    throw new StripeError(404, "invalid_request_error", `Unrecognized request URL (${method}: ${path}).`);
  }

  function answer(req: IncomingMessage, text: string): { status: number; body: object } {
    if (req.headers.authorization !== `Bearer ${apiKey}`) {
      throw new StripeError(401, "authentication_error", "Invalid API Key provided");
    }
    if (faults.rateLimited > 0) {
      faults.rateLimited -= 1;
      throw new StripeError(429, "rate_limit_error", "Too many requests", { code: "rate_limit" });
    }
    const method = req.method ?? "GET";
    const path = (req.url ?? "/").split("?")[0] ?? "/";
    const key = String(req.headers["idempotency-key"] ?? "");
    const known = method === "POST" && key !== "" ? answers.get(key) : undefined;
    const request = `${method} ${path} ${text}`;
    if (known !== undefined) {
      if (known.request === request) return known;
      throw new StripeError(
        400,
        "idempotency_error",
        "Keys for idempotent requests can only be used with the same parameters they were first used with.",
      );
    }
    const result = carryOut(method, path, text, key);
    if (method === "POST" && key !== "") answers.set(key, { request, ...result });
    return result;
  }
  function carryOut(
    method: string,
    path: string,
    text: string,
    key: string,
  ): { status: number; body: object } {
    try {
      return { status: 200, body: route(method, path, parseFormBody(text), key) };
    } catch (error) {
      // A refusal of the card is the result of the request: the same key gets it again.
      if (error instanceof StripeError && error.type === "card_error")
        return { status: error.status, body: error.toBody() };
      throw error;
    }
  }

  const handle: ProviderHandler = async (req, res) => {
    const text = await readText(req);
    try {
      const { status, body } = answer(req, text);
      if (faults.loseReplies > 0) {
        faults.loseReplies -= 1;
        throw new StripeError(500, "api_error", "An unknown error occurred");
      }
      sendJson(res, status, body);
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      sendJson(res, error.status, error.toBody());
    }
  };

  return {
    faults,
    handle,
    handleMounted: (prefix) => (req, res) => {
      req.url = `${prefix}${req.url ?? "/"}`;
      return handle(req, res);
    },
    listCharges: () => [...charges],
    async openDispute(paymentIntent) {
      const intent = get(paymentIntent, "payment_intent", "payment_intent");
      await send(
        "charge.dispute.created",
        store("dp", "dispute", {
          payment_intent: intent.id,
          amount: intent.amount,
          reason: "fraudulent",
          status: "needs_response",
        }),
      );
    },
    async redeliver() {
      const last = sentEvents.at(-1);
      if (last !== undefined) await deliver(last);
    },
  };
}

function findCard(name: unknown) {
  return typeof name === "string" && Object.hasOwn(cards, name) ? cards[name] : undefined;
}

async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new StripeError(413, "invalid_request_error", "Request too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function sendJson(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, {
    "content-type": "application/json",
    "request-id": `req_${randomBytes(7).toString("hex")}`,
  });
  res.end(JSON.stringify(body));
}
