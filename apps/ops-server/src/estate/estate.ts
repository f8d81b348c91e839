import type { ClusterStatus, EnvironmentInfo, Freshness } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import {
  type Clock,
  type ClusterCache,
  type ClusterCacheListener,
  type ClusterCacheOptions,
  type ClusterClient,
  type ConfigProblem,
  type ConfiguredCluster,
  createClusterCache,
  createClusterClient,
  type EnvironmentEntry,
  type LoadedClusterConfig,
} from "@horizon/k8s";
import type { Logger } from "@horizon/logger";

/** A cluster that can be talked to. */
export interface ConnectedCluster {
  readonly name: string;
  readonly client: ClusterClient;
  readonly cache: ClusterCache;
}

export interface Environment {
  readonly info: EnvironmentInfo;
  /** Null when the configuration gives no usable credentials. */
  readonly cluster: ConnectedCluster | null;
}

/** All environments and the live copies of their clusters. A cluster that is down takes out itself alone. */
export interface Estate {
  listEnvironments(): EnvironmentInfo[];
  /** @throws AppError NOT_FOUND */
  getEnvironment(id: string): Environment;
  /** @throws AppError NOT_FOUND; UPSTREAM_UNAVAILABLE when its cluster is misconfigured. */
  getCluster(environmentId: string): ConnectedCluster;
  listClusters(): readonly ConnectedCluster[];
  listClusterStatus(): ClusterStatus[];
  /** What is wrong in the configuration file. */
  listProblems(): { message: string }[];
  freshnessOf(environmentId: string): Freshness;
  /** Of every environment, by its id. */
  readFreshness(): Record<string, Freshness>;
  subscribe(listener: (cluster: ConnectedCluster) => ClusterCacheListener): () => void;
  start(): void;
  stop(): Promise<void>;
}

export interface EstateOptions {
  readonly loaded: LoadedClusterConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Settings of the caches; tests shorten them. */
  readonly cache?: Pick<ClusterCacheOptions, "reflector" | "probeIntervalMs" | "maxEvents">;
}

/** Nothing is connected before `start`. */
export function createEstate({ loaded, clock, logger, cache = {} }: EstateOptions): Estate {
  const { config, problems } = loaded;
  const clusters = new Map<string, ConnectedCluster>();
  for (const configured of config.clusters) {
    const environments = config.environments.filter((environment) => environment.cluster === configured.name);
    const connected = connect(configured, environments, { clock, logger, cache });
    if (connected) clusters.set(configured.name, connected);
  }
  const regions = new Map(config.clusters.map(({ name, region }) => [name, region]));
  const environments = new Map(
    config.environments.map((entry): [string, Environment] => [
      entry.id,
      { info: toInfo(entry, regions), cluster: clusters.get(entry.cluster) ?? null },
    ]),
  );

  function getEnvironment(id: string): Environment {
    const environment = environments.get(id);
    if (!environment) throw new AppError("NOT_FOUND", `There is no environment ${id}.`);
    return environment;
  }
  function freshnessOf(environmentId: string): Freshness {
    const { cluster, info } = getEnvironment(environmentId);
    return cluster ? cluster.cache.freshness(environmentId) : misconfigured(info.cluster, problems);
  }

  return {
    listEnvironments: () => [...environments.values()].map(({ info }) => info),
    getEnvironment,
    getCluster(environmentId) {
      const { cluster, info } = getEnvironment(environmentId);
      if (cluster) return cluster;
      const message = `Cluster ${info.cluster} is not configured.`;
      throw new AppError("UPSTREAM_UNAVAILABLE", message, { publicMessage: message });
    },
    listClusters: () => [...clusters.values()],
    listClusterStatus: () =>
      config.clusters.map((configured) => {
        const connected = clusters.get(configured.name);
        const mine = problems
          .filter(({ cluster }) => cluster === configured.name)
          .map(({ message }) => message);
        if (connected) return { ...connected.cache.status(), problems: mine };
        return misconfiguredStatus(configured, config.environments, mine);
      }),
    listProblems: () =>
      problems.map(({ cluster, environment, message }) => {
        const subject = cluster ? `Cluster ${cluster}: ` : environment ? `Environment ${environment}: ` : "";
        return { message: `${subject}${message}` };
      }),
    freshnessOf,
    readFreshness: () => Object.fromEntries([...environments.keys()].map((id) => [id, freshnessOf(id)])),
    subscribe(listener) {
      const ends = [...clusters.values()].map((cluster) => cluster.cache.subscribe(listener(cluster)));
      return () => {
        for (const end of ends) end();
      };
    },
    start() {
      for (const { cache } of clusters.values()) cache.start();
    },
    async stop() {
      await Promise.all(
        [...clusters.values()].map(async ({ cache, client }) => {
          await cache.stop();
          await client.close();
        }),
      );
    },
  };
}

function connect(
  { name, region, loadKubeConfig }: ConfiguredCluster,
  environments: readonly EnvironmentEntry[],
  { clock, logger, cache }: Required<Pick<EstateOptions, "clock" | "logger" | "cache">>,
): ConnectedCluster | null {
  if (!loadKubeConfig) return null;
  const client = createClusterClient(name, loadKubeConfig, clock);
  const cluster = { name, region };
  return {
    name,
    client,
    cache: createClusterCache({ cluster, environments, client, clock, logger, ...cache }),
  };
}

function toInfo(entry: EnvironmentEntry, regions: ReadonlyMap<string, string>): EnvironmentInfo {
  const { id, title, tier, cluster, namespaces } = entry;
  return { id, title, tier, cluster, region: regions.get(cluster) ?? "", namespaces };
}

function misconfigured(cluster: string, problems: readonly ConfigProblem[]): Freshness {
  const reason = problems.find((problem) => problem.cluster === cluster)?.message ?? "it cannot be used";
  return { state: "misconfigured", asOf: null, reason };
}

function misconfiguredStatus(
  { name, region }: ConfiguredCluster,
  environments: readonly EnvironmentEntry[],
  problems: string[],
): ClusterStatus {
  return {
    name,
    region,
    environments: environments.filter(({ cluster }) => cluster === name).map(({ id }) => id),
    freshness: { state: "misconfigured", asOf: null, reason: problems[0] ?? "it cannot be used" },
    serverVersion: null,
    unavailableKinds: [],
    problems,
    stats: { watches: 0, events: 0, relists: 0, objects: 0, lastEventAt: null },
  };
}
