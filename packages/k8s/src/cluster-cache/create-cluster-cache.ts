import type { Freshness } from "@horizon/contracts";
import type { ChangeDraft } from "../changes/change-draft.ts";
import { resourceTypes } from "../client/resource-type.ts";
import { createReflector } from "../reflector/create-reflector.ts";
import type { ReflectorStatus } from "../reflector/reflector-status.ts";
import type { Change, Retention } from "../reflector/reflector-store.ts";
import { cachedKinds, projections, requiredKinds } from "./cached-kinds.ts";
import type { ClusterCache, ClusterCacheListener, ClusterCacheOptions } from "./cluster-cache.ts";
import { createClusterIndex } from "./cluster-index.ts";
import { createClusterRows } from "./cluster-rows.ts";
import { readServerVersion, summarizeReflectors } from "./cluster-status.ts";
import type { CachedItems, CachedKind, IndexedKind } from "./cluster-tables.ts";
import { detectDrafts } from "./detect-drafts.ts";
import { createHealthMonitor } from "./health-monitor.ts";
import { judgeFreshness, noteNotLive } from "./judge-freshness.ts";
import { createKindSource, type KindSource } from "./kind-source.ts";
import { createRowPublisher } from "./row-publisher.ts";
import { createStringPool } from "./string-pool.ts";

const freshnessIntervalMs = 1_000;
/** Each takes about 800 bytes. A burst of 5,000 pods makes 15,000 to 30,000, which the API server keeps for an hour. */
const defaultMaxEvents = 10_000;

/** A live copy of what one cluster holds of the given environments, as rows that change and objects to decide on. */
export function createClusterCache(options: ClusterCacheOptions): ClusterCache {
  const {
    client,
    clock,
    cluster,
    environments,
    probeIntervalMs = 4_000,
    maxEvents = defaultMaxEvents,
  } = options;
  const logger = options.logger.child({ cluster: cluster.name });
  const environmentByNamespace = new Map(
    environments.flatMap(({ id, namespaces }) => namespaces.map((ns) => [ns, id])),
  );
  const environmentOf = (namespace: string) => environmentByNamespace.get(namespace);
  const environmentIds = environments.map(({ id }) => id);
  const environmentsOf = (namespace: string) => {
    const environment = environmentOf(namespace);
    return namespace === "" ? environmentIds : environment ? [environment] : [];
  };

  const strings = createStringPool();
  const index = createClusterIndex();
  const noteOdd = (uid: string, err: unknown) =>
    logger.error({ err, uid }, "an object could not be made sense of and is left as it was");
  const rows = createClusterRows(index, environmentOf, noteOdd);
  const listeners = new Set<ClusterCacheListener>();
  const notLiveSince = new Map<string, number>();
  let lastLiveAt: number | null = null;
  let freshness: Freshness = { state: "connecting", asOf: null, reason: "not started" };
  let cancelTick = () => {};
  let serverVersion: string | null = null;

  function tell(callback: (listener: ClusterCacheListener) => void): void {
    for (const listener of listeners) {
      try {
        callback(listener);
      } catch (error) {
        logger.error({ err: error }, "a listener of the cluster cache failed");
      }
    }
  }

  const publisher = createRowPublisher(rows, (changes) => tell((listener) => listener.onRows?.(changes)));

  function take<Kind extends IndexedKind>(
    kind: Kind,
    isFirstList: boolean,
    batch: readonly Change<CachedItems[Kind]>[],
  ) {
    const drafts: ChangeDraft[] = [];
    const at = new Date(clock.now()).toISOString();
    for (const change of batch) {
      index.apply(kind, change, publisher.affected());
      if (!isFirstList)
        drafts.push(...detectDrafts(kind, change, { index, cluster: cluster.name, at, environmentsOf }));
    }
    publisher.schedule();
    if (drafts.length > 0) tell((listener) => listener.onChanges?.(drafts));
  }

  const namespaces = [...environmentByNamespace.keys()];
  const events = createSource("events", publisher.takeEvents, (namespace) => ({
    limit: namespace === undefined ? maxEvents : Math.ceil(maxEvents / namespaces.length),
    timeOf: ({ lastAt }) => Date.parse(lastAt),
  }));
  const sources = new Map<CachedKind, KindSource<unknown>>();
  for (const kind of cachedKinds) sources.set(kind, kind === "events" ? events : createIndexedSource(kind));

  function createIndexedSource<Kind extends IndexedKind>(kind: Kind): KindSource<CachedItems[Kind]> {
    return createSource(kind, (batch, isFirstList) => take(kind, isFirstList, batch));
  }

  function createSource<Kind extends CachedKind>(
    kind: Kind,
    onChanges: (batch: readonly Change<CachedItems[Kind]>[], isFirstList: boolean) => void,
    retentionOf?: (namespace: string | undefined) => Retention<CachedItems[Kind]>,
  ): KindSource<CachedItems[Kind]> {
    const resource = resourceTypes[kind];
    const build = (namespace: string | undefined, onStatus: (status: ReflectorStatus) => void) => {
      const reflector = createReflector<CachedItems[Kind]>({
        client,
        resource,
        namespace,
        clock,
        logger,
        random: options.random,
        settings: options.reflector,
        project(object) {
          const environment = resource.namespaced ? environmentOf(object.metadata.namespace ?? "") : "";
          if (environment === undefined) return undefined;
          try {
            return strings.shareWithin(projections[kind](object, environment));
          } catch (error) {
            noteOdd(object.metadata.uid, error);
            return undefined;
          }
        },
        retention: retentionOf?.(namespace),
        listener: { onChanges: (batch) => onChanges(batch, !reflector.status().synced), onStatus },
      });
      return reflector;
    };
    return createKindSource(build, { namespaced: resource.namespaced, namespaces, onStatus: judge });
  }

  const reflectors = () => [...sources.values()].flatMap((source) => source.statuses());
  const requiredStatuses = () => requiredKinds.flatMap((kind) => sources.get(kind)?.statuses() ?? []);

  const monitor = createHealthMonitor({
    client,
    clock,
    intervalMs: probeIntervalMs,
    timeoutMs: Math.min(3_000, probeIntervalMs),
    async verifyWatches() {
      if (serverVersion === null) serverVersion = await readServerVersion(client);
      const quietSince = clock.now() - probeIntervalMs / 2;
      await Promise.all([...sources.values()].map((source) => source.verifyQuiet(quietSince)));
    },
    onRecovered() {
      for (const source of sources.values()) source.retryNow();
    },
    onProbed: judge,
  });

  function judge(): void {
    const now = clock.now();
    const statuses = requiredStatuses();
    noteNotLive(notLiveSince, statuses, now);
    const probe = monitor.probe();
    const next = judgeFreshness({ now, probe, reflectors: statuses, notLiveSince, lastLiveAt });
    if (next.state === "live") lastLiveAt = probe.lastOkAt;
    const isNews = next.state !== freshness.state || next.reason !== freshness.reason;
    freshness = next;
    if (isNews) tell((listener) => listener.onFreshness?.(next));
  }

  function tick(): void {
    judge();
    cancelTick = clock.schedule(freshnessIntervalMs, tick);
  }

  return {
    cluster,
    environments,
    index,
    rows,
    listEvents: () => events.listItems(),
    start() {
      for (const source of sources.values()) source.start();
      monitor.start();
      tick();
    },
    async stop() {
      cancelTick();
      monitor.stop();
      await Promise.all([...sources.values()].map((source) => source.stop()));
      publisher.stop();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    freshness: () => freshness,
    reflectors,
    status: () => ({
      name: cluster.name,
      region: cluster.region,
      environments: [...environmentIds],
      freshness,
      serverVersion,
      ...summarizeReflectors(reflectors()),
    }),
  };
}
