import type { LiveMessage, StreamPosition } from "@horizon/contracts";
import { type CoalescingMap, createCoalescingMap, type TopicMessage } from "./coalescing-map.ts";
import type { HubTopic } from "./own-topics.ts";

export type FreshnessMessage = Extract<LiveMessage, { type: "freshness" }>;

/** What a flush made, and where in the stream it ends. Shared by every subscriber: never changed. */
export interface Batch {
  readonly messages: readonly TopicMessage[];
  readonly position: StreamPosition;
}

/** What one reader is given at a time. */
export interface Mail {
  readonly messages: readonly (TopicMessage | FreshnessMessage)[];
  /** Reached once all the messages are received. */
  readonly position: StreamPosition;
}

export interface Subscriber {
  readonly topics: ReadonlySet<HubTopic>;
  readonly hidden: boolean;
  deliver(batch: Batch): void;
  deliverFreshness(message: FreshnessMessage): void;
  /** What came since the last time; null when `signal` aborts first. */
  next(signal: AbortSignal): Promise<Mail | null>;
}

/**
 * The mailbox of one stream. A reader that keeps up gets the shared messages themselves; for one that does not,
 * they are folded into a map of its own, so that it costs no more memory than the rows it follows.
 */
export function createSubscriber(
  topics: ReadonlySet<HubTopic>,
  hidden: boolean,
  start: StreamPosition,
): Subscriber {
  let unread: Batch | null = null;
  let folded: CoalescingMap | null = null;
  let freshness: FreshnessMessage | null = null;
  let position = start;
  let wake: (() => void) | null = null;

  function take(): Mail | null {
    if (!unread && !folded && !freshness) return null;
    const rows = folded ? folded.drain() : (unread?.messages ?? []);
    const messages = freshness ? [...rows, freshness] : rows;
    unread = null;
    folded = null;
    freshness = null;
    return { messages, position };
  }

  return {
    topics,
    hidden,
    deliver(batch) {
      position = batch.position;
      if (batch.messages.length === 0) return;
      if (!unread && !folded) {
        unread = batch;
      } else {
        folded ??= createCoalescingMap();
        for (const message of [...(unread?.messages ?? []), ...batch.messages]) folded.addMessage(message);
        unread = null;
      }
      wake?.();
    },
    deliverFreshness(message) {
      freshness = message;
      wake?.();
    },
    async next(signal) {
      const ready = take();
      if (ready) return ready;
      if (signal.aborted) return null;
      await new Promise<void>((resolve) => {
        const finish = () => {
          signal.removeEventListener("abort", finish);
          resolve();
        };
        signal.addEventListener("abort", finish);
        wake = finish;
      });
      wake = null;
      return take();
    },
  };
}
