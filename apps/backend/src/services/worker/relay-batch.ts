import { eventBatchResult } from "@horizon/contracts/backend";
import {
  type DueDelivery,
  listDueDeliveries,
  markDelivered,
  markRefused,
  type RelayRoute,
} from "@horizon/db/worker";
import type { WorkerContext } from "./context.ts";
import { retryDelayMs } from "./domain/retry-delay.ts";

const batchSize = 100;

/**
 * Delivers what is due on one route, at most one batch. The consumer may have processed what it was not heard to confirm:
 * it comes again, and the consumer knows it.
 *
 * @returns how many were tried.
 * @throws ProblemError when the consumer does not answer; that counts against none of the events.
 */
export async function relayBatch(context: WorkerContext, route: RelayRoute): Promise<number> {
  const { db, services, env, metrics } = context;
  const { consumer } = route;
  if (consumer === "api-gateway" || consumer === "worker-service") return 0;
  const due = await listDueDeliveries(db, route, batchSize);
  if (due.length === 0) return 0;

  const { results } = await services[consumer].post("/internal/events", eventBatchResult, {
    body: { events: due.map(({ event }) => event) },
    timeoutMs: env.RELAY_TIMEOUT_MS,
  });
  const taken = new Set(results.filter(({ ok }) => ok).map(({ id }) => id));
  await markDelivered(db, route, [...taken]);
  await refuseFirstOfEachAggregate(context, route, due, taken, results);
  metrics.count("events_delivered", { source: route.source, consumer }, taken.size);
  return due.length;
}

/** Later events of an aggregate only wait for the one that failed; their turn is not an attempt. */
async function refuseFirstOfEachAggregate(
  { db, metrics, logger }: WorkerContext,
  route: RelayRoute,
  due: readonly DueDelivery[],
  taken: ReadonlySet<string>,
  results: readonly { id: string; error?: string | undefined }[],
): Promise<void> {
  const failed = new Set<string>();
  for (const { event, attempts } of due) {
    if (taken.has(event.id) || failed.has(event.aggregate_id)) continue;
    failed.add(event.aggregate_id);
    const retryInMs = retryDelayMs(attempts + 1, Math.random());
    const error = results.find(({ id }) => id === event.id)?.error ?? "no result";
    await markRefused(db, route, { eventId: event.id, error, retryInMs });
    metrics.count("events_refused", { source: route.source, consumer: route.consumer });
    if (retryInMs === null) {
      logger.error(
        { ...route, eventId: event.id, type: event.type },
        "an event is dead and waits for a person",
      );
    }
  }
}
