import { backendEvents, type ServiceName, serviceSchemas } from "@horizon/contracts/backend";
import { holdRelayLease, listenToOutboxes, type RelayRoute, releaseRelayLeases } from "@horizon/db/worker";
import type { WorkerContext } from "./context.ts";
import { relayBatch } from "./relay-batch.ts";

export interface Relay {
  /** Finishes the batches that are on their way. */
  stop(): Promise<void>;
}

const pauseAfterFailureMs = 1_000;
const longestPauseMs = 5_000;

/**
 * Relays every outbox to every consumer, each pair on its own: one that is down or slow holds up nobody else. Of several
 * workers one relays a pair at a time, by a lease that outlives its longest batch.
 */
export function startRelay(context: WorkerContext): Relay {
  const { env, logger } = context;
  const loops = relayRoutes().map((route) => createLoop(context, route));
  const listener = listenToOutboxes(
    env.LISTEN_DATABASE_URL ?? env.DATABASE_URL,
    (schema) => {
      for (const loop of loops) if (loop.route.source === schema) loop.wake();
    },
    (error) => logger.warn({ err: error }, "the outbox listener lost its connection"),
  );
  return {
    async stop() {
      await listener.close();
      await Promise.all(loops.map((loop) => loop.stop()));
      await releaseRelayLeases(context.db, context.holder).catch((error: unknown) => {
        logger.warn({ err: error }, "leases were not released; they end by themselves");
      });
    },
  };
}

function relayRoutes(): RelayRoute[] {
  const definitions: Record<string, { consumers: readonly ServiceName[] }> = backendEvents;
  const consumers = new Set(Object.values(definitions).flatMap((definition) => definition.consumers));
  return Object.values(serviceSchemas).flatMap((source) =>
    [...consumers].map((consumer) => ({ source, consumer })),
  );
}

function createLoop(context: WorkerContext, route: RelayRoute) {
  const { env, db, holder, logger } = context;
  const leaseMs = env.RELAY_TIMEOUT_MS * 2;
  let stopped = false;
  let leasedUntilMs = 0;
  let failures = 0;
  let isWoken = false;
  let endRest: () => void = () => undefined;

  /** @returns how long to rest. */
  async function turn(): Promise<number> {
    const now = performance.now();
    // The lease must outlast the batch: with less left than the batch may take, it is renewed first.
    if (leasedUntilMs - now < env.RELAY_TIMEOUT_MS) {
      if (!(await holdRelayLease(db, route, holder, leaseMs))) return env.POLL_MS;
      leasedUntilMs = now + leaseMs;
    }
    const tried = await relayBatch(context, route);
    failures = 0;
    return tried > 0 ? 0 : env.POLL_MS;
  }
  async function loop(): Promise<void> {
    while (!stopped) {
      isWoken = false;
      const restMs = await turn().catch((error: unknown) => {
        failures += 1;
        if (failures === 1)
          logger.warn({ err: error, ...route }, "events wait: the consumer does not answer");
        return Math.min(longestPauseMs, pauseAfterFailureMs * 2 ** (failures - 1));
      });
      // What was appended during the turn may have come too late for it. After a failure nothing shortens the pause.
      if (restMs > 0 && !(isWoken && failures === 0) && !stopped) await rest(restMs);
    }
  }
  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  const running = loop();
  return {
    route,
    wake() {
      isWoken = true;
      if (failures === 0) endRest();
    },
    async stop() {
      stopped = true;
      endRest();
      await running;
    },
  };
}
