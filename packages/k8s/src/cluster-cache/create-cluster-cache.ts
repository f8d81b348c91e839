import type { ChangeDraft } from "../changes/change-draft.ts";
import { resourceTypes } from "../client/resource-type.ts";
import { createReflector } from "../reflector/create-reflector.ts";
import type { ReflectorStatus } from "../reflector/reflector-status.ts";
import type { Change, Retention } from "../reflector/reflector-store.ts";
import { cachedKinds, projections, requiredKinds, sideKinds } from "./cached-kinds.ts";
import type { ClusterCache, ClusterCacheListener, ClusterCacheOptions } from "./cluster-cache.ts";
import { createClusterIndex } from "./cluster-index.ts";
import { createClusterRows } from "./cluster-rows.ts";
import { readServerVersion, summarizeReflectors } from "./cluster-status.ts";
import type { CachedItems, CachedKind, IndexedKind } from "./cluster-tables.ts";
import { createFreshnessJudge } from "./create-freshness-judge.ts";
import { detectDrafts } from "./detect-drafts.ts";
import { createHealthMonitor } from "./health-monitor.ts";
import { createKindSource, type KindSource } from "./kind-source.ts";
import { createRowPublisher } from "./row-publisher.ts";
import { createStringPool } from "./string-pool.ts";

const freshnessIntervalMs = 1_000;
/** Each takes about 800 bytes. A burst of 5,000 pods makes 15,000 to 30,000, which the API server keeps for an hour. */
const defaultMaxEvents = 10_000;

/** Empty for what is in none. */
function namespaceOf(item: CachedItems[CachedKind]): string {
  if ("metadata" in item) return item.metadata.namespace ?? "";
  return "namespace" in item ? item.namespace : "";
}

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
  const freshness = createFreshnessJudge();
  const freshnessOf = new Map(environmentIds.map((id) => [id, createFreshnessJudge()]));
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
    const build = (
      namespace: string | undefined,
      onStatus: (status: ReflectorStatus) => void,
      seed?: ReadonlyMap<string, CachedItems[Kind]>,
    ) => {
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
        seed,
        forgetsUnreadable: sideKinds.includes(kind),
        listener: { onChanges: (batch) => onChanges(batch, !reflector.status().synced), onStatus },
      });
      return reflector;
    };
    const { namespaced } = resource;
    return createKindSource(build, { namespaced, namespaces, namespaceOf, onStatus: judge });
  }

  const reflectors = () => [...sources.values()].flatMap((source) => source.statuses());
  const statusesOf = (kinds: readonly CachedKind[]) =>
    kinds.flatMap((kind) => sources.get(kind)?.statuses() ?? []);

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
    const known = { now: clock.now(), probe: monitor.probe() };
    const reflectors = statusesOf(requiredKinds);
    const sides = statusesOf(sideKinds);
    let isNews = freshness.judge({ ...known, reflectors });
    for (const { id, namespaces: own } of environments) {
      const isOwn = ({ namespace }: ReflectorStatus) => namespace === null || own.includes(namespace);
      const ofEnvironment = { reflectors: reflectors.filter(isOwn), sides: sides.filter(isOwn) };
      if (freshnessOf.get(id)?.judge({ ...known, ...ofEnvironment })) isNews = true;
    }
    if (isNews) tell((listener) => listener.onFreshness?.());
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
    freshness: (environment) =>
      ((environment === undefined ? undefined : freshnessOf.get(environment)) ?? freshness).current(),
    reflectors,
    status: () => ({
      name: cluster.name,
      region: cluster.region,
      environments: [...environmentIds],
      freshness: freshness.current(),
      serverVersion,
      ...summarizeReflectors(reflectors()),
    }),
  };
}
