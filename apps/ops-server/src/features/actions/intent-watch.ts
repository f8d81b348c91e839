import type { IntentState } from "@horizon/contracts";
import { getIntent, type Intent, listIntents } from "@horizon/db";
import type { OpsContext } from "../../ops-context.ts";
import { observeIntent } from "./observe-intent.ts";
import { publishIntent } from "./publish-intent.ts";
import { recoverIntents } from "./recover-intents.ts";

const openStates: readonly IntentState[] = [
  "requested",
  "awaiting_approval",
  "approved",
  "acting",
  "accepted",
  "not_picked_up",
];
const maxOpen = 200;
const readIntervalMs = 1_000;
const recoverEveryReads = 10;

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
  let reads = 0;
  let running: Promise<void> | null = null;
  let isAgainDue = false;
  let timer: NodeJS.Timeout | undefined;
  let endSubscription = () => {};

  async function read(): Promise<void> {
    if (reads % recoverEveryReads === 0) await recoverIntents(ops);
    reads += 1;
    const { rows } = await listIntents(ops.db, { states: openStates, limit: maxOpen });
    const next = new Map(rows.map((intent) => [intent.id, intent]));
    for (const [id, intent] of next) {
      if (open.get(id)?.updatedAt.getTime() !== intent.updatedAt.getTime()) await publishIntent(ops, intent);
    }
    for (const id of open.keys()) if (!next.has(id)) await publishIntent(ops, await getIntent(ops.db, id));
    open = next;
    for (const intent of open.values()) {
      if (intent.state === "accepted" || intent.state === "not_picked_up") await observeIntent(ops, intent);
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
    },
  };
}
