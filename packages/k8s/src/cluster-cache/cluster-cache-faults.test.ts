import { describe, expect, it, onTestFinished } from "vitest";
import type { EnvironmentEntry } from "../config/cluster-config.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import { startCachedCluster } from "../testing/cached-cluster.ts";
import { eventually } from "../testing/eventually.ts";
import { type FakeCluster, startFakeCluster } from "../testing/fake-cluster.ts";
import { deploymentOf, rolloutOf, serviceOf } from "../testing/fixtures.ts";
import { silentLogger } from "../testing/scripted-api-server.ts";
import type { CachedKind } from "./cluster-tables.ts";
import { createClusterCache } from "./create-cluster-cache.ts";

describe("a cluster cache whose server fails", () => {
  it("says that it is unreachable while the server is down, keeps what it has, and recovers by itself", async () => {
    const { cache, cluster, workload } = await startCachedCluster();
    cluster.setDown(true);
    cluster.cutConnections();
    await eventually(() => expect(cache.freshness().state).toBe("unreachable"));
    expect(cache.freshness().asOf).not.toBeNull();
    expect(workload()).toBeDefined();
    cluster.setDown(false);
    cluster.put("rollouts", rolloutOf({ spec: { replicas: 9 } }));
    await eventually(() => expect(cache.freshness().state).toBe("live"));
    await eventually(() => expect(workload()?.desired).toBe(9));
  });

  it("notices watches that have gone deaf, and loses nothing", async () => {
    const { cache, cluster, workload } = await startCachedCluster();
    cluster.deafen();
    cluster.put("rollouts", rolloutOf({ spec: { replicas: 12 } }));
    await eventually(() => expect(workload()?.desired).toBe(12));
    const stalls = cache.reflectors().map(({ stats }) => stats.stalls);
    expect(Math.max(...stalls)).toBeGreaterThan(0);
  });

  /** Takes or gives the right to a kind, while its watches are open: they go on. */
  const setRight = (cluster: FakeCluster, kind: CachedKind, status: 403 | null) => {
    for (const namespace of [undefined, "horizon-test"]) cluster.refuse(kind, status, namespace);
  };

  it("says that it is stale when it may no longer read a kind, keeps what it has, and comes back by itself", async () => {
    const { cache, cluster, drafts, workload } = await startCachedCluster();
    setRight(cluster, "rollouts", 403);
    await eventually(() => expect(cache.freshness("production").state).toBe("stale"));
    expect(cache.freshness("production").reason).toMatch(/^no updates of Rollout: Refused/);
    expect(workload()).toBeDefined();
    cluster.remove("rollouts", "uid-web");
    setRight(cluster, "rollouts", null);
    await eventually(() =>
      expect(cache.freshness("production")).toMatchObject({ state: "live", reason: "" }),
    );
    await eventually(() => expect(workload()).toBeUndefined());
    expect(drafts.map(({ summary }) => summary)).toEqual(["Rollout web was deleted"]);
  });

  it("loses nothing and keeps nothing that is gone when it may read its namespaces alone", async () => {
    const { cache, cluster, workload } = await startCachedCluster();
    const pods = () => [...cache.rows.table("pod").values()].map(({ name }) => name).toSorted();
    expect(pods()).toEqual(["web-new-1", "web-old-1"]);
    cluster.refuse("pods", 403);
    cluster.refuse("rollouts", 403);
    cluster.remove("pods", "uid-web-old-1");
    cluster.cutConnections();
    await eventually(() => expect(pods()).toEqual(["web-new-1"]));
    cluster.put("rollouts", rolloutOf({ spec: { replicas: 9 } }));
    await eventually(() => expect(workload()?.desired).toBe(9));
    await eventually(() => expect(cache.freshness().state).toBe("live"));
  });

  it("shows nothing of a kind beside the others that it may no longer read, and says why while the rest is live", async () => {
    const { cache, cluster, drafts } = await startCachedCluster();
    cluster.put("services", serviceOf("web"));
    const services = () => cache.index.table("services").size;
    await eventually(() => expect(services()).toBe(1));
    setRight(cluster, "services", 403);
    await eventually(() => expect(services()).toBe(0));
    await eventually(() =>
      expect(cache.freshness("production")).toMatchObject({
        state: "live",
        reason: "Service cannot be read: Refused",
      }),
    );
    setRight(cluster, "services", null);
    await eventually(() => expect(services()).toBe(1));
    await eventually(() =>
      expect(cache.freshness("production")).toMatchObject({ state: "live", reason: "" }),
    );
    expect(drafts).toEqual([]);
  });

  it("tells its state for Settings", async () => {
    const { cache } = await startCachedCluster();
    await eventually(() => expect(cache.status().serverVersion).toBe("v1.35.0"));
    expect(cache.status()).toMatchObject({
      name: "test",
      environments: ["production"],
      unavailableKinds: [],
    });
    await eventually(() => expect(cache.status().stats.watches).toBe(12));
  });
});

describe("cluster cache with less than the whole cluster", () => {
  const staging = { title: "Staging", cluster: "test", tier: "nonproduction" } as const;
  async function start(namespaces: string[], others: EnvironmentEntry[] = []) {
    const cluster = await startFakeCluster();
    cluster.put("deployments", deploymentOf());
    cluster.refuse("deployments", 403);
    cluster.refuse("analysisruns", 404);
    const cache = createClusterCache({
      cluster: { name: "test", region: "local" },
      environments: [{ ...staging, id: "staging", namespaces }, ...others],
      client: cluster.client,
      clock: createSystemClock(),
      logger: silentLogger,
      reflector: { baseDelayMs: 5, maxDelayMs: 20, reprobeMs: 600_000, lostReprobeMs: 20 },
      probeIntervalMs: 60,
    });
    cache.start();
    onTestFinished(async () => {
      await cache.stop();
      await cluster.close();
    });
    return { cluster, cache };
  }

  it("watches its namespaces where the whole cluster is forbidden, and lives without a kind that is not installed", async () => {
    const { cache } = await start(["horizon-test"]);
    await eventually(() => expect(cache.rows.table("workload").has("uid-web")).toBe(true));
    expect(cache.status().unavailableKinds.map(({ kind }) => kind)).toEqual(["AnalysisRun"]);
  });

  it("says that an environment is stale whose namespace it may no longer read, and not of the others", async () => {
    const preview = { ...staging, id: "preview", namespaces: ["horizon-other"] };
    const { cache, cluster } = await start(["horizon-test"], [preview]);
    await eventually(() => expect(cache.freshness().state).toBe("live"));
    cluster.refuse("deployments", 403, "horizon-test");
    await eventually(() => expect(cache.freshness("staging").state).toBe("stale"));
    expect(cache.freshness("preview").state).toBe("live");
    expect(cache.freshness().state).toBe("stale");
    cluster.refuse("deployments", null, "horizon-test");
    await eventually(() => expect(cache.freshness("staging").state).toBe("live"));
  });

  it("says that it is stale when one of its namespaces brings nothing any more, though the others do", async () => {
    const { cache, cluster } = await start(["horizon-other", "horizon-test"]);
    await eventually(() => expect(cache.freshness().state).toBe("live"));
    cluster.refuse("deployments", 500, "horizon-test");
    cluster.cutConnections();
    await eventually(() => expect(cache.freshness().state).toBe("stale"));
    cluster.refuse("deployments", null, "horizon-test");
    await eventually(() => expect(cache.freshness().state).toBe("live"));
  });
});
