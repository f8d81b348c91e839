import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ClusterClient, createClusterClient } from "../client/cluster-client.ts";
import { sendPlannedRequest } from "../client/send-planned-request.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import type { Rollout } from "../kubernetes/rollout.ts";
import { planRolloutAction } from "../rollouts/plan-action.ts";
import { deploymentOf, namespace, podOf, rolloutOf } from "../testing/fixtures.ts";
import { type LabCluster, startLabCluster } from "../testing/lab-cluster.ts";
import { silentLogger } from "../testing/scripted-api-server.ts";
import { planWorkloadAction } from "../workloads/plan-workload-action.ts";
import type { ClusterCache } from "./cluster-cache.ts";
import { createClusterCache } from "./create-cluster-cache.ts";

/**
 * The promise is ten seconds: a probe every four, each of at most three, and a look at the state every second. What it
 * takes here depends on what else the machine does.
 */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

describe("the cluster cache against the lab's API server", () => {
  let lab: LabCluster;
  let client: ClusterClient;
  let cache: ClusterCache;

  beforeEach(async () => {
    lab = await startLabCluster({ bookmarkIntervalMs: 200 });
    lab.put("deployments", deploymentOf());
    for (let index = 0; index < 3; index++) lab.put("pods", podOf(`web-${index}`));
    const clock = createSystemClock();
    client = createClusterClient("lab", lab.loadKubeConfig, clock);
    cache = createClusterCache({
      cluster: { name: "lab", region: "local" },
      environments: [
        {
          id: "production",
          title: "Production",
          cluster: "lab",
          namespaces: [namespace],
          tier: "production",
        },
      ],
      client,
      clock,
      logger: silentLogger,
      reflector: { baseDelayMs: 50, maxDelayMs: 500, reprobeMs: 300, pageSize: 2 },
    });
    cache.start();
    await live();
  });
  afterEach(async () => {
    await cache.stop();
    await client.close();
    await lab.close();
  });

  const live = () => eventually(() => expect(cache.freshness()).toMatchObject({ state: "live", reason: "" }));
  const desired = () =>
    [...cache.rows.table("workload").values()].find(({ kind }) => kind === "Deployment")?.desired;
  const scale = (replicas: number) => lab.put("deployments", deploymentOf({ spec: { replicas } }));
  const shows = (replicas: number) => eventually(() => expect(desired()).toBe(replicas));
  const relists = (cause: "expired" | "start") =>
    cache.reflectors().reduce((sum, { stats }) => sum + stats.relists[cause], 0);

  it("lists in pages and follows changes", async () => {
    expect(cache.rows.table("pod").size).toBe(3);
    scale(5);
    await shows(5);
  });

  it("keeps its position on bookmarks while nothing happens", async () => {
    await eventually(() => expect(cache.reflectors().every(({ stats }) => stats.bookmarks > 0)).toBe(true));
    expect(relists("expired")).toBe(0);
  });

  it("killed sockets lose nothing and list nothing", async () => {
    lab.faults.dropConnections();
    scale(6);
    await shows(6);
    expect(relists("expired")).toBe(0);
    await live();
  });

  it("a server that is down is said so, and the rest comes by itself", async () => {
    lab.faults.down(true);
    await eventually(() => expect(cache.freshness().state).toBe("unreachable"));
    scale(7);
    expect(desired()).toBe(3);
    lab.faults.down(false);
    await shows(7);
    await live();
  });

  it("a server too slow to answer is said so", async () => {
    lab.faults.slow(30_000);
    await eventually(() => expect(cache.freshness().state).toBe("unreachable"));
    lab.faults.slow(0);
    lab.faults.dropConnections();
    await live();
  });

  it("refused credentials are said so, and recovered from", async () => {
    lab.faults.unauthorized(true);
    await eventually(() => expect(cache.freshness().state).toBe("unauthorized"));
    lab.faults.unauthorized(false);
    await live();
  });

  it("one forbidden kind takes out itself alone", async () => {
    lab.faults.forbid("configmaps");
    lab.faults.dropConnections();
    await eventually(() =>
      expect(new Set(cache.status().unavailableKinds.map(({ kind }) => kind))).toEqual(
        new Set(["ConfigMap"]),
      ),
    );
    await live();
    scale(8);
    await shows(8);
    lab.faults.forbid(null);
    await eventually(() => expect(cache.status().unavailableKinds).toEqual([]));
  });

  it("a kind that may no longer be read is said to be stale although no watch was cut, and comes back by itself", async () => {
    lab.faults.forbid("deployments.apps");
    await eventually(() => expect(cache.freshness()).toMatchObject({ state: "stale" }));
    expect(cache.freshness().reason).toMatch(/^no updates of Deployment: .*forbidden/);
    scale(8);
    expect(desired()).toBe(3);
    lab.faults.forbid(null);
    await shows(8);
    await live();
  });

  it.each(["response", "stream"] as const)(
    "an expired version (410 as %s) is listed anew without a false removal",
    async (answer) => {
      const removed: string[] = [];
      cache.subscribe({
        onRows: (changes) =>
          void removed.push(...changes.filter(({ op }) => op === "remove").map(({ key }) => key)),
      });
      lab.faults.expireHistory({ answer });
      scale(9);
      await shows(9);
      await eventually(() => expect(relists("expired")).toBeGreaterThan(0));
      expect(removed).toEqual([]);
      await live();
    },
  );

  it("half-open watches are noticed, although the server answers everything else", async () => {
    lab.faults.haltWatches(true);
    scale(10);
    await shows(10);
    await live();
  });

  it("a server whose watches deliver nothing at all is stale, and live again when they do", async () => {
    lab.faults.haltWatches(true, { includeNew: true });
    await eventually(() => expect(cache.freshness().state).toBe("stale"));
    lab.faults.haltWatches(false);
    scale(11);
    await shows(11);
    await live();
  });

  it.each([
    ["behind", 10],
    ["ahead", 900_000],
  ])(
    "a restart with lost state, its versions %s of ours, replaces what was there",
    async (_name, startVersion) => {
      lab.loseState(startVersion);
      scale(4);
      await shows(4);
      await eventually(() => expect(cache.rows.table("pod").size).toBe(0));
      await live();
    },
  );

  it("holds one watch a kind, and none once it is stopped", async () => {
    await eventually(() => expect(lab.openWatches()).toBe(12));
    await cache.stop();
    await eventually(() => expect(lab.openWatches()).toBe(0));
  });

  it("goes on when a listener throws", async () => {
    cache.subscribe({
      onRows() {
        throw new Error("listener");
      },
    });
    scale(12);
    await shows(12);
  });

  describe("sending what was planned", () => {
    const as = { user: "ana@example.test", groups: ["system:masters", "horizon:operator"] };

    it("changes the object as the person, and refuses a second click computed from the old state", async () => {
      lab.put("rollouts", rolloutOf());
      const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/web`;
      const seen = await client.request<Rollout>({ path });
      const [planned] = planRolloutAction("rollout.pause", seen);
      if (!planned) throw new Error("nothing was planned");
      await sendPlannedRequest(client, planned, { as, dryRun: true });
      expect((await client.request<Rollout>({ path })).spec.paused).toBeUndefined();
      await sendPlannedRequest(client, planned, { as });
      expect((await client.request<Rollout>({ path })).spec.paused).toBe(true);
      await expect(sendPlannedRequest(client, planned, { as })).rejects.toMatchObject({ code: "STALE" });
      const patches = lab.audit().filter(({ verb }) => verb === "patch");
      expect(patches.at(-1)).toMatchObject({
        impersonatedUser: as.user,
        impersonatedGroups: expect.arrayContaining(as.groups),
      });
    });

    it("a JSON Patch bound to an old version is stale as well", async () => {
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
      const object = await client.request<ReturnType<typeof deploymentOf>>({ path });
      scale(2);
      const target = { environment: "production", kind: "Deployment", namespace, name: "web" } as const;
      const command = {
        action: "workload.setImage",
        target,
        container: "web",
        image: "registry.example/web:9",
      } as const;
      const context = { replicaSets: [], hpa: undefined };
      const [planned] = planWorkloadAction(
        command,
        { kind: "Deployment", object },
        context,
        "2026-01-05T10:00:00Z",
      );
      if (!planned) throw new Error("nothing was planned");
      await expect(sendPlannedRequest(client, planned)).rejects.toMatchObject({ code: "STALE" });
    });

    it("scales through the subresource", async () => {
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
      const object = await client.request<ReturnType<typeof deploymentOf>>({ path });
      const target = { environment: "production", kind: "Deployment", namespace, name: "web" } as const;
      const command = { action: "workload.scale", target, replicas: 13 } as const;
      const context = { replicaSets: [], hpa: undefined };
      const plan = planWorkloadAction(
        command,
        { kind: "Deployment", object },
        context,
        "2026-01-05T10:00:00Z",
      );
      for (const planned of plan) await sendPlannedRequest(client, planned);
      await shows(13);
    });
  });
});
