import type { EventRow } from "@horizon/contracts";
import { type Db, type KubeEvent, upsertKubeEvents } from "@horizon/db";
import type { RowChange } from "@horizon/k8s";
import type { Logger } from "@horizon/logger";
import { startPeriodicTask } from "../../start-periodic-task.ts";
import { storeApart } from "../../store-apart.ts";

const flushIntervalMs = 2_000;
/** The first list after a start brings an hour of events at once; while the database is down the newest are kept. */
const defaultMaxBuffered = 50_000;
/** Larger ones hold up the event loop: a batch is serialised and sent in one go. */
const maxBatch = 100;

export interface EventArchive {
  add(cluster: string, changes: readonly RowChange[]): void;
  stop(): Promise<void>;
}

interface Sight {
  readonly cluster: string;
  readonly row: EventRow;
}

/** Keeps the clusters' events after they forget them (an hour by default). The latest sight of each is stored. */
export function createEventArchive({
  db,
  logger,
  maxBuffered = defaultMaxBuffered,
}: {
  db: Db;
  logger: Logger;
  maxBuffered?: number;
}): EventArchive {
  /** In the order in which they were last seen. The rows are those of the cache: held once while it keeps them. */
  const buffer = new Map<string, Sight>();
  let lost = 0;

  async function flush(): Promise<void> {
    while (buffer.size > 0) {
      await storeApart([...buffer.entries().take(maxBatch)], {
        async store(part) {
          await upsertKubeEvents(
            db,
            part.map(([, { cluster, row }]) => toKubeEvent(cluster, row)),
          );
          part.forEach(forget);
        },
        setAside(sighted) {
          const { cluster, row } = sighted[1];
          const { environment, kind, namespace, name, reason } = row;
          const fields = { cluster, environment, kind, namespace, name, reason };
          logger.error(fields, "an event that the database does not take is left out of the archive");
          forget(sighted);
        },
      });
    }
  }
  /** Unless it was seen again meanwhile. */
  function forget([key, sight]: readonly [string, Sight]): void {
    if (buffer.get(key) === sight) buffer.delete(key);
  }
  function keep(key: string, sight: Sight): void {
    buffer.delete(key);
    buffer.set(key, sight);
    if (buffer.size <= maxBuffered) return;
    for (const oldest of buffer.keys().take(1)) buffer.delete(oldest);
    lost += 1;
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
        keep(`${cluster}/${change.key}`, { cluster, row: change.row });
      }
      if (lost > 0) logger.warn({ lost }, "more events came than wait to be archived: the oldest are lost");
      lost = 0;
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
