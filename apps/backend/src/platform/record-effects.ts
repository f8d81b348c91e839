import { type Db, inTransaction, inYieldingTransaction, pingDb } from "@horizon/db";
import { markEventProcessed, markEventsProcessed } from "@horizon/db/backend";
import { isAppError } from "@horizon/errors";
import pLimit from "p-limit";
import type { ServiceContext } from "./context.ts";

/** What an event changes in the service's own data. */
export interface Effect {
  readonly eventId: string;
  /** Called a second time when the transaction of the first was rolled back. */
  apply(db: Db): Promise<void>;
}

export type EffectOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly error: unknown }
  /** Through no fault of the event: one before it failed, or the database is down. */
  | { readonly kind: "not_tried" };

/**
 * Records the effects of events of one aggregate, in their order, each once: with the mark of its event, in one transaction. Never
 * rejects; behind one that failed none is tried.
 */
export type RecordEffects = (effects: readonly Effect[]) => Promise<EffectOutcome[]>;

/** A transaction that audits holds up all others that do: what comes later waits for the next one. */
const transactionMs = 50;
const effectsMax = 100;
/** Less than PostgreSQL takes to see a deadlock (1 s): of a batch and a request it is the batch that gives way. */
const lockTimeoutMs = 400;
/** Below the pool's size, so that requests find a connection. */
const aloneAtOnce = 3;

interface Unit {
  readonly effects: readonly Effect[];
  readonly resolve: (outcomes: EffectOutcome[]) => void;
}

/**
 * Effects that wait at the same time, of whatever batch, share a transaction: one sync for many. There is one such transaction at a time, as
 * audit rows would queue for each other anyway. If one of the effects fails, or somebody else holds what it needs, all are rolled back and
 * recorded one by one.
 */
export function createEffectRecorder({ db, schema }: Pick<ServiceContext, "db" | "schema">): RecordEffects {
  const queue: Unit[] = [];
  const alone = pLimit(aloneAtOnce);
  let isDraining = false;

  async function drain(): Promise<void> {
    for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
      const taken = [first];
      try {
        await recordTogether(taken);
        for (const { effects, resolve } of taken) resolve(effects.map(() => ({ kind: "done" })));
      } catch (error) {
        const isDown = isAppError(error, "UNAVAILABLE") && !(await isUp());
        const record = isDown ? notTried : (unit: Unit) => alone(recordAlone, unit);
        await Promise.all(taken.map(async (unit) => unit.resolve(await record(unit))));
      }
    }
    isDraining = false;
  }

  /** @param taken holds the first; the others are added as they are taken. */
  async function recordTogether(taken: Unit[]): Promise<void> {
    await inYieldingTransaction(db, lockTimeoutMs, async (tx) => {
      const endMs = performance.now() + transactionMs;
      const eventIds: string[] = [];
      for (let unit = taken[0]; unit !== undefined; ) {
        for (const { eventId, apply } of unit.effects) {
          await apply(tx);
          eventIds.push(eventId);
        }
        const isLast = eventIds.length >= effectsMax || performance.now() >= endMs;
        unit = isLast ? undefined : queue.shift();
        if (unit !== undefined) taken.push(unit);
      }
      // Fewer: another delivery of the same event came first, and its effect must not happen again.
      if ((await markEventsProcessed(tx, schema, eventIds)) < eventIds.length)
        throw new Error("events were processed elsewhere meanwhile");
    });
  }

  async function recordAlone({ effects }: Unit): Promise<EffectOutcome[]> {
    const outcomes: EffectOutcome[] = [];
    for (const { eventId, apply } of effects) {
      const last = outcomes.at(-1);
      if (last !== undefined && last.kind !== "done") {
        outcomes.push({ kind: "not_tried" });
        continue;
      }
      try {
        await inTransaction(db, async (tx) => {
          if (await markEventProcessed(tx, schema, eventId)) await apply(tx);
        });
        outcomes.push({ kind: "done" });
      } catch (error) {
        const isDown = isAppError(error, "UNAVAILABLE") && !(await isUp());
        outcomes.push(isDown ? { kind: "not_tried" } : { kind: "failed", error });
      }
    }
    return outcomes;
  }

  async function isUp(): Promise<boolean> {
    return pingDb(db).then(
      () => true,
      () => false,
    );
  }

  return (effects) =>
    new Promise((resolve) => {
      queue.push({ effects, resolve });
      if (isDraining) return;
      isDraining = true;
      // What is handed over in the same breath goes into the same transaction.
      setImmediate(() => void drain());
    });
}

async function notTried({ effects }: Unit): Promise<EffectOutcome[]> {
  return effects.map(() => ({ kind: "not_tried" }));
}
