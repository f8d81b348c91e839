import type { Freshness, LiveMessage, StreamPosition } from "@horizon/contracts";
import { createCoalescingMap } from "./coalescing-map.ts";
import type { LiveChange } from "./live-change.ts";
import type { LiveJournal } from "./live-journal.ts";
import type { HubTopic } from "./own-topics.ts";
import { createSubscriber, type FreshnessMessage, type Mail, type Subscriber } from "./subscriber.ts";
import { writeMessage } from "./write-message.ts";

/** How often a visible tab is given what changed; a hidden one is given it every `hiddenTicks` times that. */
export const flushIntervalMs = 250;
const hiddenTicks = 12;
const freshnessIntervalMs = 5_000;
/** Writing to a stream takes about 50 µs: so many in one turn of the event loop leave it free for everything else. */
const readersPerTurn = 100;

/** What one reader is sent at a time. */
export interface Delivery {
  readonly messages: readonly LiveMessage[];
  /** Reached once all the messages are received. */
  readonly position: StreamPosition;
}

export interface Subscription {
  /** What came before the first `next`: replayed changes, or `reset` when they are gone; ends with `synced`. */
  readonly first: Delivery;
  next(signal: AbortSignal): Promise<Delivery | null>;
  close(): void;
}

interface SubscribeOptions {
  readonly topics: readonly HubTopic[];
  readonly hidden: boolean;
  /** Whether the reader can put together rows of which only what changed is sent. */
  readonly patches: boolean;
  /** Where the reader stands; null for one that has nothing yet. */
  readonly from: StreamPosition | "unknown" | null;
}

export interface LiveHub {
  publish(change: LiveChange): void;
  position(): StreamPosition;
  subscribe(options: SubscribeOptions): Subscription;
  /** Tells every reader at once; also done every five seconds. */
  publishFreshness(): void;
  stats(): { subscribers: number; journalEntries: number; journalBytes: number; flushedRows: number };
  stop(): void;
}

interface Options {
  readonly journal: LiveJournal;
  readonly readFreshness: () => Record<string, Freshness>;
  /** When the database last answered; null while it does. */
  readonly readDatabaseSilence: () => Date | null;
  readonly now: () => Date;
}

/**
 * Fans changes out on one shared tick. Each tick makes one message per topic, whatever the number of readers;
 * all of them are given that same object.
 */
export function createLiveHub({ journal, readFreshness, readDatabaseSilence, now }: Options): LiveHub {
  const cadences = {
    visible: { pending: createCoalescingMap(), readers: new Set<Subscriber>(), isDelivering: false },
    hidden: { pending: createCoalescingMap(), readers: new Set<Subscriber>(), isDelivering: false },
  };
  let ticks = 0;
  let flushedRows = 0;

  function flush(cadence: (typeof cadences)["visible"]): void {
    const { pending, readers } = cadence;
    // While the last flush is still being handed out, changes go on to coalesce.
    if (pending.isEmpty || cadence.isDelivering) return;
    const messages = pending.drain();
    const position = journal.position();
    for (const message of messages) if (message.type === "rows") flushedRows += message.rows.length;
    cadence.isDelivering = true;
    inTurns(
      [...readers],
      (reader) =>
        reader.deliver({ messages: messages.filter(({ topic }) => reader.topics.has(topic)), position }),
      () => {
        cadence.isDelivering = false;
      },
    );
  }
  function tick(): void {
    ticks += 1;
    flush(cadences.visible);
    if (ticks % hiddenTicks === 0) flush(cadences.hidden);
  }
  function freshnessMessage(): FreshnessMessage {
    return {
      type: "freshness",
      environments: readFreshness(),
      databaseSilentSince: readDatabaseSilence()?.toISOString() ?? null,
      at: now().toISOString(),
    };
  }
  function publishFreshness(): void {
    const message = freshnessMessage();
    const readers = [...cadences.visible.readers, ...cadences.hidden.readers];
    inTurns(readers, (reader) => reader.deliverFreshness(message));
  }

  const timers = [setInterval(tick, flushIntervalMs), setInterval(publishFreshness, freshnessIntervalMs)];
  for (const timer of timers) timer.unref();

  return {
    publish(change) {
      const numbered = journal.append(change);
      for (const { pending, readers } of [cadences.visible, cadences.hidden]) {
        if (readers.size > 0) pending.add(numbered);
      }
    },
    position: () => journal.position(),
    subscribe({ topics, hidden, patches, from }) {
      const wanted = new Set(topics);
      const subscriber = createSubscriber(wanted, hidden, journal.position());
      const { readers } = hidden ? cadences.hidden : cadences.visible;
      readers.add(subscriber);
      const kind = patches ? "patches" : "whole";
      const write = ({ messages, position }: Mail): Delivery => ({
        messages: messages.map((message) =>
          message.type === "freshness" ? message : writeMessage(message, kind),
        ),
        position,
      });
      const first = firstDelivery(journal, wanted, from, write);
      return {
        first: { ...first, messages: [...first.messages, freshnessMessage()] },
        next: async (signal) => {
          const mail = await subscriber.next(signal);
          return mail && write(mail);
        },
        close: () => readers.delete(subscriber),
      };
    },
    publishFreshness,
    stats: () => {
      const { entries, bytes } = journal.stats();
      const subscribers = cadences.visible.readers.size + cadences.hidden.readers.size;
      return { subscribers, journalEntries: entries, journalBytes: bytes, flushedRows };
    },
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** The first readers at once, the others some in each of the following turns of the event loop. */
function inTurns(
  readers: readonly Subscriber[],
  give: (reader: Subscriber) => void,
  done: () => void = () => undefined,
): void {
  for (const reader of readers.slice(0, readersPerTurn)) give(reader);
  const left = readers.slice(readersPerTurn);
  if (left.length === 0) done();
  else setImmediate(() => inTurns(left, give, done));
}

function firstDelivery(
  journal: LiveJournal,
  topics: ReadonlySet<HubTopic>,
  from: StreamPosition | "unknown" | null,
  write: (mail: Mail) => Delivery,
): Delivery {
  const position = journal.position();
  const synced = { type: "synced", ...position } as const;
  if (from === null) return { messages: [synced], position };
  const missed = from === "unknown" ? null : journal.changesSince(from);
  if (missed === null) return { messages: [{ type: "reset", ...position }, synced], position };
  const replay = createCoalescingMap();
  for (const change of missed) if (topics.has(change.topic)) replay.add(change);
  const { messages } = write({ messages: replay.drain(), position });
  return { messages: [...messages, synced], position };
}
