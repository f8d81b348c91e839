import type { LiveTopic } from "@horizon/contracts";
import {
  type Change,
  insertChanges,
  inTransaction,
  listSentIntents,
  type NewChange,
  type SentIntent,
} from "@horizon/db";
import type { ChangeDraft } from "@horizon/k8s";
import { announceInvalidation, publishInvalidation } from "../../live/shared-invalidations.ts";
import type { OpsContext } from "../../ops-context.ts";
import { startPeriodicTask } from "../../start-periodic-task.ts";
import { storeApart } from "../../store-apart.ts";
import { causeWindow, findCause } from "./find-cause.ts";

const flushIntervalMs = 200;
/** While the database is down the newest changes are kept, up to this many. */
const maxBuffered = 5_000;
/** Larger ones hold up the event loop: a batch is serialised and sent in one go. */
const maxBatch = 50;
/** Actions that are looked at for a batch; a person is allowed thirty a minute. */
const maxCauses = 500;

export interface ChangeRecorder {
  add(drafts: readonly ChangeDraft[]): void;
  stop(): Promise<void>;
}

/**
 * Stores what changed in the clusters as the change feed, joined to the intent that caused it. The database drops
 * what another replica stored first. Stored changes are given to `onStored`.
 */
export function createChangeRecorder(
  ops: Pick<OpsContext, "db" | "hub" | "logger">,
  onStored: (changes: readonly Change[]) => void,
): ChangeRecorder {
  let buffer: ChangeDraft[] = [];

  async function flush(): Promise<void> {
    while (buffer.length > 0) {
      await storeApart(buffer.slice(0, maxBatch), {
        async store(part) {
          onStored(await storeChanges(ops, part));
          forget(part);
        },
        setAside(draft) {
          // Neither the values nor the error, which quotes them: they may name people.
          const { cluster, environment, type, kind, namespace, name } = draft;
          const fields = { cluster, environment, type, kind, namespace, name };
          ops.logger.error(fields, "a change that the database does not take is left out of the feed");
          forget([draft]);
        },
      });
    }
  }
  /** By identity, not by number: an overflow may have dropped some of a batch meanwhile. */
  function forget(settled: readonly ChangeDraft[]): void {
    const gone = new Set(settled);
    buffer = buffer.filter((draft) => !gone.has(draft));
  }
  const task = startPeriodicTask({
    intervalMs: flushIntervalMs,
    work: flush,
    // What was not stored stays in the buffer, for the next round.
    onError: (error) => ops.logger.warn({ err: error }, "changes could not be stored yet"),
  });

  return {
    add(drafts) {
      buffer = [...buffer, ...drafts].slice(-maxBuffered);
    },
    async stop() {
      await task.stop();
      await flush().catch((error: unknown) =>
        ops.logger.warn({ err: error }, "changes were lost at the stop"),
      );
    },
  };
}

/** Stores a batch, of `maxBatch` at most, with who caused each; every replica's browsers hear of what was new. */
export async function storeChanges(
  ops: Pick<OpsContext, "db" | "hub" | "logger">,
  batch: readonly ChangeDraft[],
): Promise<Change[]> {
  const environments = [...new Set(batch.map(({ environment }) => environment))];
  const intents = await listSentIntents(ops.db, { environments, ...causeWindow(batch), limit: maxCauses });
  const drafts = batch.map((draft) => toNewChange(draft, findCause(draft, intents)));
  const { stored, topics } = await inTransaction(ops.db, async (tx) => {
    const stored = await insertChanges(tx, drafts);
    const topics = topicsOf(stored);
    await announceInvalidation(ops, tx, { topics, members: [] });
    return { stored, topics };
  });
  publishInvalidation(ops, { topics });
  return stored;
}

function topicsOf(stored: readonly Change[]): LiveTopic[] {
  if (stored.length === 0) return [];
  const environments = new Set(stored.map(({ environment }) => environment));
  return [...[...environments].map((environment) => `changes:${environment}` as const), "overview"];
}

function toNewChange(draft: ChangeDraft, intent: SentIntent | null): NewChange {
  const { type, at, ...rest } = draft;
  return {
    ...rest,
    at: new Date(at),
    changeType: type,
    actor: intent?.actorName ?? null,
    reason: intent?.reason || null,
    intentId: intent?.id ?? null,
    generation: null,
  };
}
