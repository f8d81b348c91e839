import type { EventRow } from "@horizon/contracts";
import { type Db, type KubeEvent, upsertKubeEvents } from "@horizon/db";
import type { RowChange } from "@horizon/k8s";
import type { Logger } from "@horizon/logger";
import { startPeriodicTask } from "../../start-periodic-task.ts";

const flushIntervalMs = 2_000;
const maxBuffered = 10_000;
/** Larger ones hold up the event loop: a batch is serialised and sent in one go. */
const maxBatch = 100;

export interface EventArchive {
  add(cluster: string, changes: readonly RowChange[]): void;
  stop(): Promise<void>;
}

/** Keeps the clusters' events after they forget them (an hour by default). The latest sight of each is stored. */
export function createEventArchive({ db, logger }: { db: Db; logger: Logger }): EventArchive {
  const buffer = new Map<string, KubeEvent>();

  async function flush(): Promise<void> {
    while (buffer.size > 0) {
      const batch = [...buffer].slice(0, maxBatch);
      await upsertKubeEvents(
        db,
        batch.map(([, event]) => event),
      );
      for (const [key, event] of batch) if (buffer.get(key) === event) buffer.delete(key);
    }
  }
  const task = startPeriodicTask({
    intervalMs: flushIntervalMs,
    work: flush,
    onError: (error) => logger.warn({ err: error }, "events could not be archived yet"),
  });

  return {
    add(cluster, changes) {
      for (const change of changes) {
        if (change.kind !== "event" || change.op !== "upsert") continue;
        if (buffer.size < maxBuffered)
          buffer.set(`${cluster}/${change.key}`, toKubeEvent(cluster, change.row));
      }
    },
    async stop() {
      await task.stop();
      await task.run();
    },
  };
}

function toKubeEvent(cluster: string, row: EventRow): KubeEvent {
  const { key, environment, namespace, kind, name, type, reason, message, count, firstAt, lastAt } = row;
  return {
    cluster,
    uid: key,
    environment,
    namespace,
    involvedKind: kind,
    involvedName: name,
    involvedUid: "",
    type,
    reason,
    message,
    count,
    firstAt: new Date(firstAt),
    lastAt: new Date(lastAt),
  };
}
