import { type EventEnvelope, type EventType, findEventSchema } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import { listProcessedEvents } from "@horizon/db/backend";
import type { Logger } from "@horizon/logger";
import pLimit from "p-limit";
import type { ServiceContext } from "./context.ts";
import type { ConsumedEvent, Consumers } from "./events.ts";
import { createEffectRecorder, type Effect } from "./record-effects.ts";

export interface EventResult {
  readonly id: string;
  readonly ok: boolean;
  readonly error?: string;
}

/** Calls to providers and other services, over all batches that are at work. */
const actsAtOnce = 8;
/** What was not begun by then comes again: the answer must be there before the caller gives up. */
const beginWithinMs = 10_000;

interface ActingConsumer<C> {
  act(context: C, consumption: unknown): Promise<unknown>;
  record(context: C, consumption: unknown, result: unknown): Promise<void>;
}
type RecordingConsumer<C> = (context: C, consumption: unknown) => Promise<void>;

/**
 * Takes a batch: the events of an aggregate one after the other, aggregates side by side. Answers which were processed, now or before, and
 * which failed. One without an answer was not tried.
 */
export function createEventTaker<C extends ServiceContext>(context: C, consumers: Consumers<C>) {
  const record = createEffectRecorder(context);
  const acting = pLimit(actsAtOnce);

  /** @returns what is to be recorded, after all that has to be asked outside of the database; null when it is too late to begin. */
  async function prepare(envelope: EventEnvelope, endMs: number): Promise<Effect | null> {
    const { event, consumer } = recognise(context, consumers, envelope);
    if (typeof consumer === "function")
      return { eventId: event.id, apply: (db: Db) => consumer(context, { db, event }) };
    const acted = await acting(async () =>
      performance.now() < endMs ? { result: await consumer.act(context, { event }) } : null,
    );
    if (acted === null) return null;
    return { eventId: event.id, apply: (db: Db) => consumer.record(context, { db, event }, acted.result) };
  }

  return async (events: readonly EventEnvelope[], log: Logger): Promise<EventResult[]> => {
    const endMs = performance.now() + beginWithinMs;
    const processed = await listProcessedEvents(
      context.db,
      context.schema,
      events.map(({ id }) => id),
    );
    const results = new Map<string, EventResult>([...processed].map((id) => [id, { id, ok: true }]));

    function refuse({ id, type }: EventEnvelope, error: unknown): void {
      log.error({ err: error, eventId: id, type }, "an event was not processed");
      const reason = error instanceof Error ? error.message.slice(0, 300) : "unknown";
      results.set(id, { id, ok: false, error: reason });
    }
    /** @returns the effects of these events, up to one that has none yet. */
    async function prepareAll(envelopes: readonly EventEnvelope[]): Promise<Effect[]> {
      const effects: Effect[] = [];
      for (const envelope of envelopes) {
        try {
          const effect = await prepare(envelope, endMs);
          if (effect === null) break;
          effects.push(effect);
        } catch (error) {
          refuse(envelope, error);
          break;
        }
      }
      return effects;
    }
    async function takeInOrder(lane: readonly EventEnvelope[]): Promise<void> {
      for (let rest = lane; rest.length > 0; ) {
        const together = rest.slice(0, lengthOfRun(consumers, rest));
        const effects = await prepareAll(together);
        const outcomes = effects.length === 0 ? [] : await record(effects);
        for (const [index, envelope] of together.entries()) {
          const outcome = outcomes[index];
          if (outcome?.kind === "failed") refuse(envelope, outcome.error);
          // Later events of an aggregate wait for the one that was not taken.
          if (outcome?.kind !== "done") return;
          results.set(envelope.id, { id: envelope.id, ok: true });
        }
        rest = rest.slice(together.length);
      }
    }
    const lanes = Map.groupBy(
      events.filter(({ id }) => !processed.has(id)),
      (event) => event.aggregate_id,
    );
    await Promise.all([...lanes.values()].map(takeInOrder));
    return events.flatMap(({ id }) => results.get(id) ?? []);
  };
}

/** Events that need nothing but the database are recorded together, up to one that must see what those before it did. */
function lengthOfRun<C>(consumers: Consumers<C>, events: readonly EventEnvelope[]): number {
  const isActing = ({ type }: EventEnvelope) => typeof consumers[type as EventType] === "object";
  const next = events.findIndex((event, index) => index > 0 && isActing(event));
  if (events[0] !== undefined && isActing(events[0])) return 1;
  return next === -1 ? events.length : next;
}

function recognise<C extends ServiceContext>(
  { name }: C,
  consumers: Consumers<C>,
  envelope: EventEnvelope,
): { event: ConsumedEvent<EventType>; consumer: RecordingConsumer<C> | ActingConsumer<C> } {
  const type = envelope.type as EventType;
  const consumer = consumers[type];
  const schema = findEventSchema(type);
  if (consumer === undefined || schema === null) throw new Error(`${name} does not take ${envelope.type}.`);
  return {
    event: { ...envelope, type, data: schema.parse(envelope.data) } as ConsumedEvent<EventType>,
    consumer: consumer as RecordingConsumer<C> | ActingConsumer<C>,
  };
}
