import { podRow, rolloutDetail, rolloutRow, workloadDetail, workloadRow } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { podOfReplicaSet, startCachedCluster } from "../testing/cached-cluster.ts";
import { eventually } from "../testing/eventually.ts";
import { deploymentOf, metadataOf, podOf, replicaSetOf, rolloutOf } from "../testing/fixtures.ts";
import { readRolloutDetail, readWorkloadDetail } from "./read-details.ts";

const eventOf = (second: number) => {
  const lastTimestamp = new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();
  const involvedObject = { kind: "Pod", name: "web-old-1" };
  return { metadata: metadataOf(`event-${second}`), involvedObject, lastTimestamp };
};

describe("the rows of a cluster cache", () => {
  it("joins rollout, ReplicaSets, pods and autoscaler into rows of the contract, and keeps nothing of other namespaces", async () => {
    const { cache, drafts, workload } = await startCachedCluster();
    await eventually(() => expect(workload()?.hpa).toMatchObject({ minReplicas: 3, maxReplicas: 20 }));
    expect(workloadRow.parse(workload())).toMatchObject({
      environment: "production",
      version: "1.0.0",
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

  it("gives detail pages in the shape of the contract", async () => {
    const { cache } = await startCachedCluster();
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
    const { cluster, rows, workload } = await startCachedCluster();
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

  it("counts a pod for its workload no longer once it was taken out of it", async () => {
    const { cache, cluster, workload } = await startCachedCluster();
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
    const { cache, cluster } = await startCachedCluster();
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
    const { cache, cluster, workload } = await startCachedCluster();
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
    const { cluster, rows, workload } = await startCachedCluster();
    cluster.remove("pods", "uid-web-new-1");
    cluster.remove("rollouts", "uid-web");
    await eventually(() => expect(workload()).toBeUndefined());
    const removed = rows.filter(({ op }) => op === "remove").map(({ kind, row }) => `${kind} ${row.key}`);
    expect(removed.toSorted()).toEqual(["pod uid-web-new-1", "rollout uid-web", "workload uid-web"]);
  });
});
