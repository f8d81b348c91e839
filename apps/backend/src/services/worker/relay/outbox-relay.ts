import type { ServiceSchema } from "@horizon/contracts/backend";
import { listDueDeliveries, setRelayAsleep } from "@horizon/db/worker";
import type { WorkerContext } from "../context.ts";
import { nextGapMs } from "../domain/poll-pace.ts";
import type { RelayLeases } from "./keep-leases.ts";
import type { RouteRelay } from "./route-relay.ts";

export interface OutboxRelay {
  /** Something was appended, as far as the database tells. */
  wake(): void;
  /** Waits for the batches that are on their way. */
  stop(): Promise<void>;
}

interface OutboxRelayOptions {
  readonly source: ServiceSchema;
  readonly leases: RelayLeases;
  /** Called whenever it has looked, well or not. */
  readonly noteEnd: () => void;
}

const pauseAfterFailureMs = 1_000;
const longestPauseMs = 5_000;

/**
 * Looks into one outbox for what is due, for all of its consumers at once, and hands it to their routes. While events come it looks at
 * short intervals and nobody notifies it; when none come it sleeps, is notified, and looks every POLL_MS in case a notification was lost.
 */
export function createOutboxRelay(
  context: WorkerContext,
  { source, leases, noteEnd }: OutboxRelayOptions,
  createRoutes: (onRoom: () => void) => readonly RouteRelay[],
): OutboxRelay {
  const { db, env, holder, logger } = context;
  const routes = createRoutes(noteRoom);
  let stopped = false;
  let failures = 0;
  let isWoken = false;
  /** It could have taken more, had there been room. */
  let wantsRoom = false;
  /** As those who append see it; null before they were told. */
  let isAsleep: boolean | null = null;
  let gapMs = 0;
  let foundAtMs = performance.now();
  let endRest: () => void = () => undefined;

  async function tellAsleep(asleep: boolean): Promise<void> {
    if (isAsleep === asleep) return;
    await setRelayAsleep(db, source, holder, asleep);
    isAsleep = asleep;
  }

  /** @returns how long to rest. */
  async function turn(): Promise<number> {
    const held = routes.filter(({ route }) => leases.holds(route));
    if (held.length === 0) {
      isAsleep = null;
      return env.POLL_MS;
    }
    const wishes = held.flatMap((relay) => relay.wish() ?? []);
    wantsRoom = wishes.length < held.length;
    const due = wishes.length === 0 ? [] : await listDueDeliveries(db, source, wishes);
    const ofConsumer = Map.groupBy(due, ({ consumer }) => consumer);
    for (const relay of held) relay.send(ofConsumer.get(relay.route.consumer) ?? []);
    if (due.length > 0 || held.some((relay) => relay.isAtWork())) foundAtMs = performance.now();
    if (due.length > 0) await tellAsleep(false);

    const next = nextGapMs({
      found: due.length,
      isFull: wishes.some(
        ({ consumer, aggregates }) => (ofConsumer.get(consumer)?.length ?? 0) >= aggregates,
      ),
      quietMs: performance.now() - foundAtMs,
      gapMs,
    });
    gapMs = next ?? gapMs;
    if (next !== null) return next;
    if (isAsleep === true) return env.POLL_MS;
    await tellAsleep(true);
    // Once more, for what was appended before they knew.
    return 0;
  }
  async function loop(): Promise<void> {
    while (!stopped) {
      isWoken = false;
      const restMs = await turn().then(
        (rest) => {
          failures = 0;
          return rest;
        },
        (error: unknown) => {
          failures += 1;
          if (failures === 1) logger.warn({ err: error, source }, "the outbox was not read");
          return Math.min(longestPauseMs, pauseAfterFailureMs * 2 ** (failures - 1));
        },
      );
      noteEnd();
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
  function wake(): void {
    // Awake it comes by soon, and with more to carry.
    if (isAsleep === false) return;
    isWoken = true;
    if (failures === 0) endRest();
  }
  function noteRoom(): void {
    if (wantsRoom && failures === 0) endRest();
  }
  const running = loop();
  return {
    wake,
    async stop() {
      stopped = true;
      endRest();
      await running;
      await Promise.all(routes.map((relay) => relay.settle()));
    },
  };
}
