import { inTransaction } from "@horizon/db";
import { appendEvent } from "@horizon/db/backend";
import {
  changeWebhookEndpoint,
  claimWebhookDelivery,
  endWebhookAttempt,
  findWebhookEndpoint,
  listDueWebhookDeliveries,
  type WebhookDelivery,
  type WebhookEndpoint,
} from "@horizon/db/notification";
import pLimit from "p-limit";
import type { NotificationContext } from "../context.ts";
import { isGivenUp, nextAttemptMs } from "../domain/webhook-schedule.ts";
import { signWebhook } from "../domain/webhook-signature.ts";

const batch = 100;
const partnersAtOnce = 8;
const toOnePartnerAtOnce = 4;
/** What was not begun by then is left for the next run. */
const beginWithinMs = 30_000;
/** From the start of the run; longer than until the last attempt ends. Should the process die in it, the next one comes then. */
const claimMs = 60_000;

/** Tells partners what waits for them. One that is slow or down holds up nobody else. */
export async function deliverWebhooks(context: NotificationContext, now: Date): Promise<number> {
  const endMs = performance.now() + beginWithinMs;
  const due = await listDueWebhookDeliveries(context.db, now, batch);
  const limit = pLimit(partnersAtOnce);
  let done = 0;

  /** A few at a time, until one is not taken: then the rest would wait for its answer in vain. */
  async function deliverTo(deliveries: readonly WebhookDelivery[]): Promise<void> {
    for (let start = 0; start < deliveries.length && performance.now() < endMs; start += toOnePartnerAtOnce) {
      const some = deliveries.slice(start, start + toOnePartnerAtOnce);
      const taken = await Promise.all(some.map((delivery) => deliver(context, delivery, now)));
      done += taken.filter(Boolean).length;
      if (taken.includes(false)) return;
    }
  }
  const partners = Map.groupBy(due, ({ endpointId }) => endpointId);
  const outcomes = await Promise.allSettled(
    [...partners.values()].map((deliveries) => limit(deliverTo, deliveries)),
  );
  const failed = outcomes.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return done;
}

async function deliver(context: NotificationContext, delivery: WebhookDelivery, now: Date): Promise<boolean> {
  const { db, keys, webhooks } = context;
  const endpoint = await findWebhookEndpoint(db, delivery.endpointId);
  if (endpoint === null || !(await claimWebhookDelivery(db, delivery, new Date(now.getTime() + claimMs))))
    return false;
  const send = async () => {
    const body = JSON.stringify(delivery.payload);
    // The signature's time is real time: receivers compare it with their own clocks.
    const signed = { id: delivery.eventId, at: new Date(), body };
    return webhooks.send(endpoint.url, signWebhook(signed, secretsOf(endpoint, keys, now)), body);
  };
  const { status, error } = await send().then(
    (answered) => ({ status: answered, error: null }),
    (failure: unknown) => ({
      status: null,
      error: failure instanceof Error ? failure.message.slice(0, 200) : "failed",
    }),
  );
  const isTaken = status !== null && status >= 200 && status < 300;
  await (isTaken
    ? noteSuccess(context, endpoint, delivery, status)
    : noteFailure(context, endpoint, delivery, { status, error, now }));
  return isTaken;
}

function secretsOf(endpoint: WebhookEndpoint, keys: NotificationContext["keys"], now: Date): string[] {
  const { secret, previousSecret, previousUntil } = endpoint;
  const counts = previousSecret !== null && previousUntil !== null && previousUntil > now;
  return [keys.open(secret), ...(counts ? [keys.open(previousSecret)] : [])];
}

async function noteSuccess(
  { db }: NotificationContext,
  endpoint: WebhookEndpoint,
  delivery: WebhookDelivery,
  lastStatus: number,
): Promise<void> {
  await endWebhookAttempt(db, delivery.id, { state: "delivered", lastStatus, lastError: null });
  if (endpoint.state === "failing")
    await changeWebhookEndpoint(db, endpoint, { state: "enabled", failingSince: null });
}

async function noteFailure(
  { db, logger }: NotificationContext,
  endpoint: WebhookEndpoint,
  delivery: WebhookDelivery,
  { status, error, now }: { status: number | null; error: string | null; now: Date },
): Promise<void> {
  const waitMs = nextAttemptMs(delivery.attempts + 1);
  const failingSince = endpoint.failingSince ?? now;
  // 410 Gone is the partner's own way to say that nobody is there any more.
  const isOver = status === 410 || isGivenUp(failingSince, now);
  const isDisabled = await inTransaction(db, async (tx) => {
    await endWebhookAttempt(tx, delivery.id, {
      state: waitMs === null ? "failed" : "pending",
      ...(waitMs === null ? {} : { nextAttemptAt: new Date(now.getTime() + waitMs) }),
      lastStatus: status,
      lastError: error ?? `answered ${status}`,
    });
    const changed = await changeWebhookEndpoint(tx, endpoint, {
      state: isOver ? "disabled" : "failing",
      failingSince,
    });
    if (!isOver || changed === null) return false;
    await appendEvent(tx, "notification", {
      type: "webhook_endpoint.disabled.v1",
      aggregateType: "webhook_endpoint",
      aggregateId: endpoint.id,
      data: { endpoint_id: endpoint.id },
    });
    return true;
  });
  if (isDisabled) logger.warn({ endpointId: endpoint.id }, "a webhook endpoint is disabled");
}
