import { createHmac, randomBytes } from "node:crypto";
import type { StripeObject } from "./stripe-objects.ts";

export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

export interface EventSender {
  /** Resolves when the receiver answered, whatever it answered. */
  send(type: string, object: StripeObject): Promise<void>;
  redeliver(): Promise<void>;
}

/** Signed events, as https://docs.stripe.com/webhooks describes them. Nothing is sent without a webhook. */
export function createEventSender({
  webhook,
  now,
}: {
  readonly webhook: Webhook | undefined;
  readonly now: () => Date;
}): EventSender {
  const sent: string[] = [];

  async function deliver({ url, secret }: Webhook, payload: string): Promise<void> {
    // Receivers compare it with their own clock: the time of the wire, not of what is told.
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
    await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": `t=${timestamp},v1=${signature}`,
      },
      body: payload,
    }).catch(() => undefined);
  }

  return {
    async send(type, object) {
      if (webhook === undefined) return;
      const payload = JSON.stringify({
        id: `evt_${randomBytes(12).toString("hex")}`,
        object: "event",
        type,
        created: Math.floor(now().getTime() / 1_000),
        api_version: "2026-09-30",
        livemode: false,
        pending_webhooks: 1,
        request: null,
        data: { object },
      });
      sent.push(payload);
      await deliver(webhook, payload);
    },
    async redeliver() {
      const last = sent.at(-1);
      if (webhook !== undefined && last !== undefined) await deliver(webhook, last);
    },
  };
}
