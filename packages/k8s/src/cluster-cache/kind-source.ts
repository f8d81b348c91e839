import type { Reflector } from "../reflector/reflector.ts";
import type { ReflectorStatus } from "../reflector/reflector-status.ts";

/** One kind of a cluster, however many reflectors that takes. */
export interface KindSource<Item> {
  start(): void;
  stop(): Promise<void>;
  listItems(): Item[];
  statuses(): ReflectorStatus[];
  retryNow(): void;
  /** Checks the watches that brought nothing since then (epoch ms) for being deaf. */
  verifyQuiet(quietSince: number): Promise<void>;
}

/**
 * Watches the whole cluster; where that is forbidden and the kind has namespaces, each of the given namespaces
 * instead. Only RBAC decides: one watch is cheaper than several.
 */
export function createKindSource<Item>(
  createReflectorOf: (
    namespace: string | undefined,
    onStatus: (status: ReflectorStatus) => void,
    seed?: ReadonlyMap<string, Item>,
  ) => Reflector<Item>,
  options: {
    namespaced: boolean;
    namespaces: readonly string[];
    namespaceOf(item: Item): string;
    onStatus(): void;
  },
): KindSource<Item> {
  let reflectors: Reflector<Item>[] = [];
  let isStarted = false;

  /** What was read of the whole cluster is what each namespace begins with: it is neither lost nor left behind. */
  function narrow(): void {
    const wasRead = whole.status().epoch > 0;
    const seeds = wasRead ? Map.groupBy(whole.items, ([, item]) => options.namespaceOf(item)) : undefined;
    reflectors = options.namespaces.map((namespace) =>
      createReflectorOf(namespace, options.onStatus, seeds && new Map(seeds.get(namespace))),
    );
    void whole.stop();
    for (const reflector of reflectors) reflector.start();
  }

  const whole = createReflectorOf(undefined, (status) => {
    const isForbidden = status.state === "unavailable" && status.failedWith === 403;
    const canNarrow =
      isStarted && options.namespaced && options.namespaces.length > 0 && reflectors[0] === whole;
    if (isForbidden && canNarrow) narrow();
    options.onStatus();
  });
  reflectors = [whole];

  return {
    start() {
      isStarted = true;
      for (const reflector of reflectors) reflector.start();
    },
    async stop() {
      isStarted = false;
      await Promise.all(reflectors.map((reflector) => reflector.stop()));
    },
    listItems: () => reflectors.flatMap(({ items }) => [...items.values()]),
    statuses: () => reflectors.map((reflector) => reflector.status()),
    retryNow() {
      for (const reflector of reflectors) reflector.retryNow();
    },
    async verifyQuiet(quietSince) {
      const quiet = reflectors.filter(
        (reflector) => (reflector.status().stats.lastEventAt ?? 0) < quietSince,
      );
      await Promise.allSettled(quiet.map((reflector) => reflector.verify()));
    },
  };
}
