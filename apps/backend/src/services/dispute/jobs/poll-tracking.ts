import { inTransaction } from "@horizon/db";
import { listLettersToPoll, markLetterPolled } from "@horizon/db/dispute";
import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { receiveMailEvent } from "../mailing/receive-mail-event.ts";

const pollAfterMs = 6 * 60 * 60_000;
const batchSize = 100;

/** Asks the provider about letters on their way: what a lost webhook did not tell is heard here. */
export const pollTracking: Job<DisputeContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run(context, { now }) {
    let done = 0;
    const polledBefore = new Date(now.getTime() - pollAfterMs);
    for (const { id, providerLetterId } of await listLettersToPoll(context.db, polledBefore, batchSize)) {
      const events = (await context.mailer.track(providerLetterId)) ?? [];
      await inTransaction(context.db, async (db) => {
        for (const { id: eventId, type, occurredAt } of events) {
          const providerEventId = `poll:${eventId}`;
          const isNew = await receiveMailEvent(db, { providerEventId, providerLetterId, type, occurredAt });
          if (isNew) done += 1;
        }
        await markLetterPolled(db, id, now);
      });
    }
    return { done };
  },
};
