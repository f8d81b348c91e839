import { eventBatchResult } from "@horizon/contracts/backend";
import { type DueDelivery, markDelivered, markRefused, type RelayRoute } from "@horizon/db/worker";
import { internalPath } from "../../../platform/internal-path.ts";
import type { ServiceClient } from "../../../platform/service-client.ts";
import type { WorkerContext } from "../context.ts";
import { retryDelayMs } from "../domain/retry-delay.ts";

/**
 * Delivers a batch and notes what became of it. The consumer may have processed what it was not heard to confirm: it comes again, and the
 * consumer knows it.
 *
 * @returns how many the consumer tried; the others come again, and it counts against none of them.
 * @throws ProblemError when the consumer does not answer; that counts against none of the events either.
 */
export async function deliverBatch(
  context: WorkerContext,
  route: RelayRoute,
  client: ServiceClient,
  batch: readonly DueDelivery[],
): Promise<number> {
  const { db, env, metrics } = context;
  const { results } = await client.post(internalPath`/internal/events`, eventBatchResult, {
    body: { events: batch.map(({ event }) => event) },
    timeoutMs: env.RELAY_TIMEOUT_MS,
  });
  const taken = results.filter(({ ok }) => ok).map(({ id }) => id);
  await markDelivered(db, route, taken);
  metrics.count("events_delivered", { source: route.source, consumer: route.consumer }, taken.length);
  const refusals = new Map(results.filter(({ ok }) => !ok).map(({ id, error }) => [id, error]));
  const refused = new Set<string>();
  for (const delivery of batch) {
    const { id, aggregate_id: aggregateId } = delivery.event;
    // Later events of an aggregate only wait for the one that failed; their turn is not an attempt.
    if (!refusals.has(id) || refused.has(aggregateId)) continue;
    refused.add(aggregateId);
    await refuse(context, route, delivery, refusals.get(id) ?? "no reason given");
  }
  return results.length;
}

async function refuse(
  { db, metrics, logger }: WorkerContext,
  route: RelayRoute,
  { event, attempts }: DueDelivery,
  error: string,
): Promise<void> {
  const retryInMs = retryDelayMs(attempts + 1, Math.random());
  await markRefused(db, route, { eventId: event.id, error, retryInMs });
  metrics.count("events_refused", { source: route.source, consumer: route.consumer });
  if (retryInMs === null) {
    logger.error(
      { ...route, eventId: event.id, type: event.type },
      "an event is dead and waits for a person",
    );
  }
}
