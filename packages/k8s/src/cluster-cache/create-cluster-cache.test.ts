import {
  eventRow,
  type Freshness,
  podRow,
  rolloutDetail,
  rolloutRow,
  workloadDetail,
  workloadRow,
} from "@horizon/contracts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChangeDraft } from "../changes/change-draft.ts";
import { createSystemClock } from "../kubernetes/clock.ts";
import { type FakeCluster, startFakeCluster } from "../testing/fake-cluster.ts";
import {
  canaryReplicaSets,
  deploymentOf,
  hpaOf,
  metadataOf,
  podOf,
  replicaSetOf,
  rolloutOf,
} from "../testing/fixtures.ts";
import { silentLogger } from "../testing/scripted-api-server.ts";
import type { ClusterCache } from "./cluster-cache.ts";
import type { RowChange } from "./cluster-rows.ts";
import { createClusterCache } from "./create-cluster-cache.ts";
import { readRolloutDetail, readWorkloadDetail } from "./read-details.ts";

const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, 30_000);
const podOfReplicaSet = (name: string, hash: string, rest: Parameters<typeof podOf>[1] = {}) =>
  podOf(name, {
    ...rest,
    metadata: {
      labels: { app: "web", "rollouts-pod-template-hash": hash },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: `web-${hash}`,
          uid: `uid-web-${hash}`,
          controller: true,
        },
      ],
      ...rest.metadata,
    },
  });

const eventOf = (second: number) => {
  const lastTimestamp = new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();
  const involvedObject = { kind: "Pod", name: "web-old-1" };
  return { metadata: metadataOf(`event-${second}`), involvedObject, lastTimestamp };
};

describe("cluster cache", () => {
  let cluster: FakeCluster;
  let cache: ClusterCache;
  let rows: RowChange[];
  let drafts: ChangeDraft[];
  let freshness: Freshness[];

  beforeEach(async () => {
    cluster = await startFakeCluster();
    cluster.put("rollouts", rolloutOf());
    for (const replicaSet of canaryReplicaSets()) cluster.put("replicasets", replicaSet);
    cluster.put("pods", podOfReplicaSet("web-old-1", "old"));
    cluster.put("pods", podOfReplicaSet("web-new-1", "new"));
    cluster.put("horizontalpodautoscalers", hpaOf(3, 20));
    cluster.put("pods", podOf("elsewhere", { metadata: { namespace: "kube-system" } }));
    rows = [];
    drafts = [];
    freshness = [];
    cache = createClusterCache({
      cluster: { name: "test", region: "local" },
      environments: [
        {
          id: "production",
          title: "Production",
          cluster: "test",
          namespaces: ["horizon-test"],
          tier: "production",
        },
      ],
      client: cluster.client,
      clock: createSystemClock(),
      logger: silentLogger,
      reflector: { baseDelayMs: 5, maxDelayMs: 20, probeGraceMs: 20, reprobeMs: 20 },
      probeIntervalMs: 60,
      maxEvents: 3,
    });
    cache.subscribe({
      onRows: (changes) => void rows.push(...changes),
      onChanges: (found) => void drafts.push(...found),
      onFreshness: (next) => void freshness.push(next),
    });
    cache.start();
    await eventually(() => expect(cache.freshness().state).toBe("live"));
  });
  afterEach(async () => {
    await cache.stop();
    await cluster.close();
  });

  const workload = () => cache.rows.table("workload").get("uid-web");

  it("joins rollout, ReplicaSets, pods and autoscaler into rows of the contract, and keeps nothing of other namespaces", async () => {
    await eventually(() => expect(workload()?.hpa).toMatchObject({ minReplicas: 3, maxReplicas: 20 }));
    expect(workloadRow.parse(workload())).toMatchObject({
      environment: "production",
      version: "2.0.0",
      desired: 8,
    });
    expect(rolloutRow.parse(cache.rows.table("rollout").get("uid-web"))).toMatchObject({
      stableVersion: "1.0.0",
    });
    expect(podRow.parse(cache.rows.table("pod").get("uid-web-new-1"))).toMatchObject({
      owner: "Rollout/web",
      revision: 2,
    });
    expect(cache.rows.table("pod").has("uid-elsewhere")).toBe(false);
    expect(drafts).toEqual([]);
  });

  it("gives detail pages in the shape of the contract", () => {
    const object = rolloutOf();
    expect(rolloutDetail.parse(readRolloutDetail(cache, { kind: "Rollout", object }))).toMatchObject({
      stablePods: [{ name: "web-old-1" }],
      canaryPods: [{ name: "web-new-1" }],
      routing: "basic",
    });
    expect(
      workloadDetail.parse(readWorkloadDetail(cache, { kind: "Rollout", object })).revisions,
    ).toHaveLength(2);
  });

  it("publishes a pod that crashes as its own row and its workload's, and nothing for a heartbeat", async () => {
    rows.length = 0;
    cluster.put("pods", podOfReplicaSet("web-old-1", "old", { metadata: undefined }));
    cluster.put(
      "pods",
      podOfReplicaSet("web-new-1", "new", {
        status: {
          phase: "Running",
          containerStatuses: [
            {
              name: "web",
              ready: false,
              restartCount: 3,
              state: { waiting: { reason: "CrashLoopBackOff" } },
            },
          ],
        },
      }),
    );
    await eventually(() => expect(workload()?.health.state).toBe("Degraded"));
    expect(rows.map(({ kind, key }) => `${kind} ${key}`).toSorted()).toEqual([
      "pod uid-web-new-1",
      "rollout uid-web",
      "workload uid-web",
    ]);
  });

  it("reports changes with their fields after the first list, and what came or went", async () => {
    cluster.put(
      "rollouts",
      rolloutOf({ status: { currentStepIndex: 3, pauseConditions: null, controllerPause: false } }),
    );
    cluster.put("deployments", deploymentOf({ metadata: { name: "worker", uid: "uid-worker" } }));
    cluster.put("configmaps", {
      metadata: { ...rolloutOf().metadata, name: "web-config", uid: "uid-config" },
    });
    await eventually(() => expect(drafts).toHaveLength(3));
    expect(drafts.map(({ summary }) => summary).toSorted()).toEqual([
      "ConfigMap web-config was created",
      "Deployment worker was created",
      "web moved to step 4 of 6 (50 %)",
    ]);
    expect(
      drafts.every(({ environment, cluster: where }) => environment === "production" && where === "test"),
    ).toBe(true);
  });

  it("counts a pod for its workload no longer once it was taken out of it", async () => {
    const status = {
      phase: "Running",
      containerStatuses: [
        { name: "web", ready: false, restartCount: 3, state: { waiting: { reason: "CrashLoopBackOff" } } },
      ],
    };
    cluster.put("pods", podOfReplicaSet("web-new-1", "new", { status }));
    await eventually(() => expect(workload()?.restarts).toBe(3));
    cluster.put("pods", podOf("web-new-1", { status, metadata: { labels: { app: "quarantine" } } }));
    await eventually(() => expect(workload()?.restarts).toBe(0));
    expect(cache.index.listPods("uid-web").map(({ name }) => name)).toEqual(["web-old-1"]);
    expect(cache.rows.table("pod").get("uid-web-new-1")?.owner).toBeNull();
  });

  it("gives a ReplicaSet that was adopted, with its pods, to the workload that adopted it alone", async () => {
    cluster.put("deployments", deploymentOf({ metadata: { name: "heir", uid: "uid-heir" } }));
    const adopted = replicaSetOf("old", { replicas: 6 }, { owner: { kind: "Deployment", name: "heir" } });
    cluster.put("replicasets", {
      ...adopted,
      metadata: { ...adopted.metadata, name: "web-old", uid: "uid-web-old" },
    });
    await eventually(() => expect(cache.index.listPods("uid-heir")).toHaveLength(1));
    expect(cache.index.listReplicaSets("uid-web").map(({ metadata }) => metadata.name)).toEqual(["web-new"]);
    await eventually(() =>
      expect(cache.rows.table("pod").get("uid-web-old-1")?.owner).toBe("Deployment/heir"),
    );
  });

  it("goes on with the others when one object cannot be made sense of", async () => {
    const pauseConditions = [{ reason: "CanaryPauseStep", startTime: "long ago" }];
    const odd = rolloutOf({
      metadata: { name: "odd", uid: "uid-odd" },
      status: { currentStepIndex: 4, pauseConditions },
    });
    cluster.put("rollouts", odd);
    cluster.put("events", { metadata: metadataOf("odd-event") });
    cluster.put("events", eventOf(1));
    cluster.put("rollouts", rolloutOf({ spec: { replicas: 9 } }));
    await eventually(() => expect(workload()?.desired).toBe(9));
    await eventually(() => expect(cache.listEvents().map(({ key }) => key)).toEqual(["uid-event-1"]));
    cluster.put("rollouts", { ...odd, status: rolloutOf().status });
    await eventually(() => expect(cache.rows.table("workload").has("uid-odd")).toBe(true));
  });

  it("removes rows with their objects", async () => {
    cluster.remove("pods", "uid-web-new-1");
    cluster.remove("rollouts", "uid-web");
    await eventually(() => expect(workload()).toBeUndefined());
    const removed = rows.filter(({ op }) => op === "remove").map(({ kind, row }) => `${kind} ${row.key}`);
    expect(removed.toSorted()).toEqual(["pod uid-web-new-1", "rollout uid-web", "workload uid-web"]);
  });

  it("reports every event, and keeps the newest until the cluster removes them", async () => {
    for (let index = 1; index <= 5; index++) cluster.put("events", eventOf(index));
    const reported = () => rows.filter(({ kind, op }) => kind === "event" && op === "upsert");
    const kept = () => cache.listEvents().map(({ key }) => key);
    await eventually(() => expect(reported()).toHaveLength(5));
    expect(eventRow.array().parse(cache.listEvents())).toHaveLength(3);
    expect(kept()).toEqual(["uid-event-3", "uid-event-4", "uid-event-5"]);
    for (let index = 1; index <= 5; index++) cluster.remove("events", `uid-event-${index}`);
    await eventually(() => expect(kept()).toEqual([]));
    expect(reported()).toHaveLength(5);
  });

  it("says that it is unreachable while the server is down, keeps what it has, and recovers by itself", async () => {
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
    cluster.deafen();
    cluster.put("rollouts", rolloutOf({ spec: { replicas: 12 } }));
    await eventually(() => expect(workload()?.desired).toBe(12));
    const stalls = cache.reflectors().map(({ stats }) => stats.stalls);
    expect(Math.max(...stalls)).toBeGreaterThan(0);
  });

  it("tells its state for Settings", async () => {
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
  let cluster: FakeCluster;
  let cache: ClusterCache;

  async function start(namespaces: string[]) {
    cluster = await startFakeCluster();
    cluster.put("deployments", deploymentOf());
    cluster.refuse("deployments", 403);
    cluster.refuse("analysisruns", 404);
    cache = createClusterCache({
      cluster: { name: "test", region: "local" },
      environments: [{ id: "staging", title: "Staging", cluster: "test", namespaces, tier: "nonproduction" }],
      client: cluster.client,
      clock: createSystemClock(),
      logger: silentLogger,
      reflector: { baseDelayMs: 5, maxDelayMs: 20 },
      probeIntervalMs: 60,
    });
    cache.start();
  }
  afterEach(async () => {
    await cache.stop();
    await cluster.close();
  });

  it("watches its namespaces where the whole cluster is forbidden, and lives without a kind that is not installed", async () => {
    await start(["horizon-test"]);
    await eventually(() => expect(cache.rows.table("workload").has("uid-web")).toBe(true));
    expect(cache.status().unavailableKinds.map(({ kind }) => kind)).toEqual(["AnalysisRun"]);
  });

  it("says that it is stale when one of its namespaces brings nothing any more, though the others do", async () => {
    await start(["horizon-other", "horizon-test"]);
    await eventually(() => expect(cache.freshness().state).toBe("live"));
    cluster.refuse("deployments", 500, "horizon-test");
    cluster.cutConnections();
    await eventually(() => expect(cache.freshness().state).toBe("stale"));
    cluster.refuse("deployments", null, "horizon-test");
    await eventually(() => expect(cache.freshness().state).toBe("live"));
  });
});
