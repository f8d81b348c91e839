import { describe, expect, it, onTestFinished } from "vitest";
import { createSystemClock } from "../kubernetes/clock.ts";
import { startCachedCluster } from "../testing/cached-cluster.ts";
import { eventually } from "../testing/eventually.ts";
import { startFakeCluster } from "../testing/fake-cluster.ts";
import { deploymentOf, rolloutOf } from "../testing/fixtures.ts";
import { silentLogger } from "../testing/scripted-api-server.ts";
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
  async function start(namespaces: string[]) {
    const cluster = await startFakeCluster();
    cluster.put("deployments", deploymentOf());
    cluster.refuse("deployments", 403);
    cluster.refuse("analysisruns", 404);
    const cache = createClusterCache({
      cluster: { name: "test", region: "local" },
      environments: [{ id: "staging", title: "Staging", cluster: "test", namespaces, tier: "nonproduction" }],
      client: cluster.client,
      clock: createSystemClock(),
      logger: silentLogger,
      reflector: { baseDelayMs: 5, maxDelayMs: 20 },
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
