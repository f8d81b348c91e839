import { getIntent, type Intent, listIntents, listIntentVersions } from "@horizon/db";
import type { OpsContext } from "../../ops-context.ts";
import { openStates } from "./intent-transitions.ts";
import { observeIntent } from "./observe-intent.ts";
import { publishIntent } from "./publish-intent.ts";
import { isAbandoned, recoverInTurn } from "./recover-intents.ts";

const maxOpen = 200;
const maxNewest = 50;
const readIntervalMs = 1_000;

type Versioned = Pick<Intent, "id" | "updatedAt">;

export interface IntentWatch {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Follows every open intent until it is settled: shows changes that other processes made, observes effects as soon
 * as the cluster reports them, and settles what a dead process left. It keeps nothing that is not in the database,
 * so a restart loses nothing.
 */
export function createIntentWatch(ops: OpsContext): IntentWatch {
  let open = new Map<string, Intent>();
  /** Version of each intent as last shown; null before the first read, when there is nothing to compare with. */
  let shown: Map<string, number> | null = null;
  let running: Promise<void> | null = null;
  let isAgainDue = false;
  let timer: NodeJS.Timeout | undefined;
  let endSubscription = () => {};
  /** By cluster: one that does not answer takes its time beside the watch, not in it. */
  const recoveries = new Map<string | null, Promise<void>>();

  async function read(): Promise<void> {
    const { rows } = await listIntents(ops.db, { states: openStates, limit: maxOpen });
    const stillOpen = index(rows);
    // Settled ones too: what another process began and ended between two reads must be shown as well.
    await publishChanged(stillOpen, await listIntentVersions(ops.db, maxNewest));
    open = stillOpen;
    recover(rows.filter((intent) => isAbandoned(ops, intent)));
    for (const intent of open.values()) {
      if (intent.state !== "accepted" && intent.state !== "not_picked_up") continue;
      await onItsOwn(intent, () => observeIntent(ops, intent));
    }
  }

  function recover(abandoned: readonly Intent[]): void {
    for (const [cluster, intents] of Map.groupBy(abandoned, (intent) => intent.cluster)) {
      if (recoveries.has(cluster)) continue;
      const recovery = recoverInTurn(ops, intents).finally(() => recoveries.delete(cluster));
      recoveries.set(cluster, recovery);
    }
  }

  /** One that cannot be followed, as its environment is configured no more or another release wrote it, stops no other. */
  async function onItsOwn(intent: Intent, follow: () => Promise<unknown>): Promise<void> {
    try {
      await follow();
    } catch (error) {
      ops.logger.warn({ err: error, intentId: intent.id }, "an open action could not be followed");
    }
  }

  async function publishChanged(stillOpen: ReadonlyMap<string, Intent>, newest: readonly Versioned[]) {
    // One that is open no more and too old to be among the newest: what became of it has to be asked.
    const versions = new Map<string, number | null>([...open.keys()].map((id) => [id, null]));
    for (const { id, updatedAt } of [...newest, ...stillOpen.values()]) versions.set(id, updatedAt.getTime());
    const known = shown;
    shown = new Map();
    for (const [id, version] of versions) {
      if (version !== null && (known === null || known.get(id) === version)) {
        shown.set(id, version);
        continue;
      }
      const current = stillOpen.get(id) ?? (await getIntent(ops.db, id));
      await onItsOwn(current, () => publishIntent(ops, current));
      shown.set(id, current.updatedAt.getTime());
    }
  }

  /** One pass at a time; one more when something happened meanwhile. */
  function run(): void {
    if (running) {
      isAgainDue = true;
      return;
    }
    running = read()
      .catch((error: unknown) => ops.logger.warn({ err: error }, "open actions could not be followed"))
      .finally(() => {
        running = null;
        if (isAgainDue && !ops.shutdown.aborted) {
          isAgainDue = false;
          run();
        }
      });
  }

  return {
    start() {
      timer = setInterval(run, readIntervalMs);
      timer.unref();
      endSubscription = ops.estate.subscribe(() => ({
        onRows(changes) {
          const isAwaited = [...open.values()].some(({ namespace, name }) =>
            changes.some(({ row }) => row.namespace === namespace && row.name === name),
          );
          if (isAwaited) run();
        },
      }));
      run();
    },
    async stop() {
      clearInterval(timer);
      endSubscription();
      await running;
      await Promise.all(recoveries.values());
    },
  };
}

function index(intents: readonly Intent[]): Map<string, Intent> {
  return new Map(intents.map((intent) => [intent.id, intent]));
}
