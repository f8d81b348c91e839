import { createHmac } from "node:crypto";
import type { Clock } from "../../world/clock.ts";

export interface WebhookEvent {
  readonly id: string;
  readonly body: object;
  readonly reference_id: string;
  readonly event_type: { readonly id: string };
  readonly date_created: string;
  readonly object: "event";
}

export interface WebhookSender {
  send(event: WebhookEvent): void;
  /** Resolves when no delivery is under way; those that wait for a retry are not. */
  settled(): Promise<void>;
}

export interface WebhookSenderOptions {
  readonly clock: Clock;
  readonly secret: string;
  /** Read at each attempt. */
  readonly url: () => string | null;
}

const retryAfterMs = [60_000, 300_000, 1_800_000, 7_200_000];
const answerTimeoutMs = 5_000;

/** `Lob-Signature` is the hex HMAC-SHA256 of `<Lob-Signature-Timestamp>.<raw body>`. */
export function signWebhook(secret: string, timestamp: string, body: string): string {
  return createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
}

/** Posts signed events and retries those that are not answered with 2xx in five seconds. */
export function createWebhookSender({ clock, secret, url }: WebhookSenderOptions): WebhookSender {
  const underWay = new Set<Promise<void>>();

  async function attempt(event: WebhookEvent, number: number): Promise<void> {
    const target = url();
    if (target === null) return;
    const body = JSON.stringify(event);
    // Real time, as on every signature: how fresh it is has nothing to do with the lab's calendar.
    const timestamp = String(Date.now());
    const signature = signWebhook(secret, timestamp, body);
    const answered = await fetch(target, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "lob-signature": signature,
        "lob-signature-timestamp": timestamp,
      },
      signal: AbortSignal.timeout(answerTimeoutMs),
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false,
    );
    const delayMs = retryAfterMs[number];
    if (!answered && delayMs !== undefined) clock.schedule(delayMs, () => start(event, number + 1));
  }

  function start(event: WebhookEvent, number: number): void {
    const delivery = attempt(event, number).finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  }

  return {
    send: (event) => start(event, 0),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
