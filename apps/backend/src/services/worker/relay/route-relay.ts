import type { DeliveryWish, DueDelivery, RelayRoute } from "@horizon/db/worker";
import type { ServiceClient } from "../../../platform/service-client.ts";
import type { WorkerContext } from "../context.ts";
import { cutBatches } from "../domain/cut-batches.ts";
import { deliverBatch } from "./deliver-batch.ts";

/** The way from one outbox to one consumer. */
export interface RouteRelay {
  readonly route: RelayRoute;
  /** What it can take now; null while as much is on its way as may be, or while the consumer rests after a failure. */
  wish(): DeliveryWish | null;
  /** Sends these and returns at once. */
  send(due: readonly DueDelivery[]): void;
  /** Something is on its way, or waits for the consumer to be back. */
  isAtWork(): boolean;
  /** Resolves when nothing is on its way. */
  settle(): Promise<void>;
}

/** Bounds what the relay holds in memory: as many batches of as many events, for each route. */
const batchesAtOnce = 3;
const batchSize = 100;
const firstPauseMs = 1_000;
const longestPauseMs = 5_000;

/** @param onRoom called when a batch has ended. */
export function createRouteRelay(
  context: WorkerContext,
  route: RelayRoute,
  client: ServiceClient,
  onRoom: () => void,
): RouteRelay {
  const busyAggregates = new Set<string>();
  const batches = new Set<Promise<void>>();
  let failures = 0;
  let pausedUntilMs = 0;

  async function deliver(batch: readonly DueDelivery[]): Promise<void> {
    const aggregates = new Set(batch.map(({ event }) => event.aggregate_id));
    for (const aggregate of aggregates) busyAggregates.add(aggregate);
    try {
      if ((await deliverBatch(context, route, client, batch)) === 0)
        throw new Error("the consumer tried no event");
      failures = 0;
    } catch (error) {
      pause(error);
    } finally {
      for (const aggregate of aggregates) busyAggregates.delete(aggregate);
    }
  }
  /** Of batches that failed at the same time, the first counts. */
  function pause(error: unknown): void {
    if (performance.now() < pausedUntilMs) return;
    pausedUntilMs = performance.now() + Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
    if (failures === 0)
      context.logger.warn({ err: error, ...route }, "events wait: the consumer does not answer");
    failures += 1;
  }
  return {
    route,
    wish() {
      // One that failed is asked with one batch whether it is back.
      const room = failures > 0 ? 1 : batchesAtOnce;
      if (batches.size >= room || performance.now() < pausedUntilMs) return null;
      return {
        consumer: route.consumer,
        aggregates: (room - batches.size) * batchSize,
        exceptAggregates: busyAggregates,
      };
    },
    send(due) {
      for (const batch of cutBatches(due, batchSize)) {
        if (batches.size >= batchesAtOnce) return;
        const sent = deliver(batch).finally(() => {
          batches.delete(sent);
          onRoom();
        });
        batches.add(sent);
      }
    },
    isAtWork: () => batches.size > 0 || failures > 0,
    settle: async () => {
      await Promise.all(batches);
    },
  };
}
