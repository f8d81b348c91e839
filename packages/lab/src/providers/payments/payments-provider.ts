import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ProviderHandler } from "../provider-server.ts";
import { createEventSender, type Webhook } from "./event-sender.ts";
import { parseFormBody } from "./form-body.ts";
import { StripeError } from "./stripe-error.ts";
import { createStripeObjects } from "./stripe-objects.ts";
import { createStripeOperations, type TakenCharge } from "./stripe-operations.ts";

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
  listCharges(): TakenCharge[];
  /** As Stripe does with keys of the day before: the next request with one is a new request. */
  forgetKeys(): void;
  /** As when the card holder's bank takes a payment back. */
  openDispute(paymentIntent: string): Promise<void>;
  /** Sends an event again, as Stripe does when it heard no answer. */
  redeliver(): Promise<void>;
}

export interface PaymentsOptions {
  /** The secret key that requests must carry. */
  apiKey: string;
  /** Where events go; none are sent without it. */
  webhook?: Webhook;
  now?: () => Date;
}

const maxBodyBytes = 64 * 1024;

/**
 * The part of Stripe's API that billing uses: customers, setup intents, payment intents (confirmed off session), refunds, lists of both,
 * idempotency keys, signed events. State is in memory; nothing leaves the machine.
 */
export function createPaymentsProvider({
  apiKey,
  webhook,
  now = () => new Date(),
}: PaymentsOptions): PaymentsProvider {
  const answers = new Map<string, { request: string; status: number; body: object }>();
  const charges: TakenCharge[] = [];
  const faults: PaymentsFaults = { loseReplies: 0, rateLimited: 0 };
  const objects = createStripeObjects(now);
  const events = createEventSender({ webhook, now });
  const operate = createStripeOperations({
    objects,
    events,
    now,
    onCharge: (charge) => charges.push(charge),
  });

  function answer(req: IncomingMessage, text: string): { status: number; body: object } {
    if (req.headers.authorization !== `Bearer ${apiKey}`) {
      throw new StripeError(401, "authentication_error", "Invalid API Key provided");
    }
    if (faults.rateLimited > 0) {
      faults.rateLimited -= 1;
      throw new StripeError(429, "rate_limit_error", "Too many requests", { code: "rate_limit" });
    }
    const method = req.method ?? "GET";
    const [path = "/", query = ""] = (req.url ?? "/").split("?");
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
    const result = carryOut(method, path, method === "GET" ? query : text, key);
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
      return { status: 200, body: operate(method, path, parseFormBody(text), key) };
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
    forgetKeys: () => answers.clear(),
    async openDispute(paymentIntent) {
      const intent = objects.get(paymentIntent, "payment_intent", "payment_intent");
      await events.send(
        "charge.dispute.created",
        objects.store("dp", "dispute", {
          payment_intent: intent.id,
          amount: intent.amount,
          reason: "fraudulent",
          status: "needs_response",
        }),
      );
    },
    redeliver: () => events.redeliver(),
  };
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
