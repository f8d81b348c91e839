import { inTransaction } from "@horizon/db";
import { listLettersToPoll, markLetterPolled } from "@horizon/db/dispute";
import pLimit from "p-limit";
import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { receiveMailEvent } from "../mailing/receive-mail-event.ts";

const pollAfterMs = 6 * 60 * 60_000;
/** After a failure: behind all that wait by then, so that letters of which nothing can be heard keep no others from their turn. */
const askAgainAfterMs = 45 * 60_000;
const batchSize = 100;
/** The provider limits callers, and each waits for its answer. */
const atOnce = 4;
/** What is left then is asked in an hour, the longest waiting first. */
const longestMs = 60_000;

/** Asks the provider about letters on their way: what a lost webhook did not tell is heard here. */
export const pollTracking: Job<DisputeContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run(context, { now }) {
    const endMs = performance.now() + longestMs;
    const polledBefore = new Date(now.getTime() - pollAfterMs);
    const asked = new Set<string>();
    const failures: unknown[] = [];
    let done = 0;

    async function poll(id: string, providerLetterId: string): Promise<void> {
      if (performance.now() >= endMs) return;
      asked.add(id);
      try {
        done += await pollLetter(context, { id, providerLetterId, now });
      } catch (error) {
        failures.push(error);
        context.logger.warn({ err: error, letterId: id }, "a letter's way was not told; it is asked again");
        await markLetterPolled(context.db, id, new Date(now.getTime() - pollAfterMs + askAgainAfterMs));
      }
    }
    const limit = pLimit(atOnce);
    while (performance.now() < endMs) {
      const letters = await listLettersToPoll(context.db, polledBefore, batchSize);
      const unasked = letters.filter(({ id }) => !asked.has(id));
      await Promise.all(unasked.map(({ id, providerLetterId }) => limit(poll, id, providerLetterId)));
      if (letters.length < batchSize || unasked.length === 0) break;
    }
    if (failures.length > 0 && failures.length === asked.size) throw failures[0];
    return { done };
  },
};

/** @returns how many events were new. */
async function pollLetter(
  { db, mailer }: DisputeContext,
  { id, providerLetterId, now }: { id: string; providerLetterId: string; now: Date },
): Promise<number> {
  const events = (await mailer.track(providerLetterId)) ?? [];
  return inTransaction(db, async (tx) => {
    let received = 0;
    for (const { id: eventId, type, occurredAt } of events) {
      const providerEventId = `poll:${eventId}`;
      const isNew = await receiveMailEvent(tx, { providerEventId, providerLetterId, type, occurredAt });
      if (isNew) received += 1;
    }
    await markLetterPolled(tx, id, now);
    return received;
  });
}
