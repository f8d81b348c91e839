import { backendEvents, type ServiceName, serviceSchemas } from "@horizon/contracts/backend";
import { listenToOutboxes, releaseRelayLeases } from "@horizon/db/worker";
import type { WorkerContext } from "../context.ts";
import type { LoopWatch } from "../domain/loop-watch.ts";
import { keepLeases } from "./keep-leases.ts";
import { createOutboxRelay } from "./outbox-relay.ts";
import { createRouteRelay } from "./route-relay.ts";

export interface Relay {
  /** Finishes the batches that are on their way. */
  stop(): Promise<void>;
}

type Consumer = Exclude<ServiceName, "api-gateway" | "worker-service">;

/**
 * Relays every outbox to every consumer, each pair on its own: one that is down or slow holds up nobody else. Of several workers one
 * relays a pair at a time, as long as it lives.
 */
export function startRelay(context: WorkerContext, loops: LoopWatch): Relay {
  const { db, env, holder, logger, services } = context;
  const consumers = listConsumers();
  const sources = Object.values(serviceSchemas);
  const leases = keepLeases(
    context,
    sources.flatMap((source) => consumers.map((consumer) => ({ source, consumer }))),
    loops,
    () => {
      for (const relay of relays.values()) relay.wake();
    },
  );
  const relays = new Map(
    sources.map((source) => [
      source as string,
      createOutboxRelay(context, { source, leases, noteEnd: loops.watch(`outbox ${source}`) }, (onRoom) =>
        consumers.map((consumer) =>
          createRouteRelay(context, { source, consumer }, services[consumer], onRoom),
        ),
      ),
    ]),
  );
  const listener = listenToOutboxes(
    env.LISTEN_DATABASE_URL ?? env.DATABASE_URL,
    (schema) => relays.get(schema)?.wake(),
    (error) => logger.warn({ err: error }, "the outbox listener lost its connection"),
  );
  return {
    async stop() {
      await listener.close();
      await Promise.all([...relays.values()].map((relay) => relay.stop()));
      await leases.stop();
      await releaseRelayLeases(db, holder).catch((error: unknown) => {
        logger.warn({ err: error }, "leases were not released; they end by themselves");
      });
    },
  };
}

function listConsumers(): Consumer[] {
  const definitions: Record<string, { consumers: readonly ServiceName[] }> = backendEvents;
  const named = new Set(Object.values(definitions).flatMap((definition) => definition.consumers));
  return [...named].filter((name) => name !== "api-gateway" && name !== "worker-service");
}
