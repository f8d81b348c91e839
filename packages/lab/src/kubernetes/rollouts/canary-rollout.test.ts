import { describe, expect, it } from "vitest";
import { deployed, PAUSED_AT_25 } from "./testing/deployed-rollout.ts";
import { createRolloutCluster, type RolloutClusterOptions } from "./testing/rollout-cluster.ts";

describe("first deploy", () => {
  it("marks the revision stable at once, runs no step and becomes Healthy when the pods are ready", () => {
    const cluster = createRolloutCluster({ canary: PAUSED_AT_25 });
    cluster.podsReadyWhen(() => false);
    cluster.deploy();
    expect(cluster.status()).toMatchObject({
      stableRS: cluster.hashOf(1),
      currentStepIndex: 4,
      phase: "Progressing",
    });
    const { cluster: ready } = deployed({ canary: PAUSED_AT_25 });
    expect(ready.status()).toMatchObject({
      phase: "Healthy",
      observedGeneration: "1",
      replicas: 4,
      updatedReplicas: 4,
      availableReplicas: 4,
      HPAReplicas: 4,
      selector: "app=api",
    });
    expect(ready.status().message).toBeUndefined();
    expect(ready.eventReasons()).toEqual(
      expect.arrayContaining([
        "RolloutUpdated",
        "NewReplicaSetCreated",
        "RolloutNotCompleted",
        "ScalingReplicaSet",
        "RolloutCompleted",
      ]),
    );
    expect(ready.eventReasons()).not.toContain("RolloutStepCompleted");
  });

  it("writes spec.replicas 1 when none is given", () => {
    const { cluster } = deployed({ spec: { replicas: undefined } as never });
    expect(cluster.rollout().spec.replicas).toBe(1);
    expect(cluster.revisions()).toEqual([{ revision: 1, desired: 1, available: 1 }]);
  });
});

describe("canary with pauses", () => {
  it("waits at an untimed pause, goes on when the condition is taken away, and completes after the timed one", () => {
    const { cluster, client } = deployed({ canary: PAUSED_AT_25 });
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({
      phase: "Paused",
      message: "CanaryPauseStep",
      currentStepIndex: 1,
      controllerPause: true,
      pauseConditions: [{ reason: "CanaryPauseStep" }],
    });
    expect(cluster.revisions()).toEqual([
      { revision: 1, desired: 3, available: 3 },
      { revision: 2, desired: 1, available: 1 },
    ]);
    cluster.advance(3_600_000);
    expect(cluster.status().currentStepIndex).toBe(1);

    client.promote();
    cluster.advance(15_000);
    expect(cluster.status()).toMatchObject({ phase: "Paused", currentStepIndex: 3 });
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({
      phase: "Healthy",
      currentStepIndex: 4,
      stableRS: cluster.hashOf(2),
      currentPodHash: cluster.hashOf(2),
    });
    expect(cluster.status().controllerPause).toBeUndefined();
    expect(cluster.revisions()).toEqual([
      { revision: 1, desired: 0, available: 0 },
      { revision: 2, desired: 4, available: 4 },
    ]);
    expect(cluster.eventReasons()).toEqual(
      expect.arrayContaining(["RolloutStepCompleted", "RolloutPaused", "RolloutResumed", "RolloutCompleted"]),
    );
    expect(cluster.errors).toEqual([]);
  });

  it("keeps a timed pause until its duration has passed since the canary was scaled", () => {
    const { cluster } = deployed({ canary: { steps: [{ setWeight: 25 }, { pause: { duration: "1m" } }] } });
    cluster.setImage("v2");
    cluster.advance(50_000);
    expect(cluster.status().phase).toBe("Paused");
    cluster.advance(60_000);
    expect(cluster.status().phase).toBe("Healthy");
  });

  it("a settled rollout is not written again", () => {
    const { cluster } = deployed({ canary: PAUSED_AT_25 });
    cluster.setImage("v2");
    cluster.advance(60_000);
    const before = cluster.rollout().metadata.resourceVersion;
    cluster.advance(3_600_000);
    expect(cluster.rollout().metadata.resourceVersion).toBe(before);
  });

  it("spec.paused stops scaling and steps, and lets them go on when it is lifted", () => {
    const { cluster, client } = deployed({ canary: { steps: [{ setWeight: 25 }, { setWeight: 50 }] } });
    client.pause();
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({
      phase: "Paused",
      message: "manually paused",
      currentStepIndex: 0,
    });
    expect(cluster.revisions()).toEqual([
      { revision: 1, desired: 4, available: 4 },
      { revision: 2, desired: 0, available: 0 },
    ]);
    client.unpause();
    cluster.advance(60_000);
    expect(cluster.status().phase).toBe("Healthy");
  });
});

describe("progress deadline", () => {
  const stuck = (spec: RolloutClusterOptions["spec"]) => {
    const { cluster } = deployed({ canary: { steps: [{ setWeight: 25 }] }, ...(spec ? { spec } : {}) });
    cluster.podsReadyWhen((image) => image !== "broken");
    cluster.setImage("broken");
    cluster.advance(590_000);
    expect(cluster.status().phase).toBe("Progressing");
    cluster.advance(60_000);
    return cluster;
  };

  it("an update whose pods never become ready is Degraded, and heals by itself when they do", () => {
    const cluster = stuck({});
    expect(cluster.status().phase).toBe("Degraded");
    expect(cluster.status().message).toMatch(
      /^ProgressDeadlineExceeded: ReplicaSet "api-.*" has timed out progressing\.$/,
    );
    cluster.podsReadyWhen(() => true);
    for (const pod of cluster.pods()) {
      if (pod.spec.containers[0]?.image === "broken") cluster.store.delete("pods", "shop", pod.metadata.name);
    }
    cluster.advance(60_000);
    expect(cluster.status().phase).toBe("Healthy");
  });

  it("with progressDeadlineAbort it is aborted", () => {
    const cluster = stuck({ progressDeadlineAbort: true });
    expect(cluster.status()).toMatchObject({ abort: true, phase: "Degraded" });
    expect(cluster.revisions()[1]).toMatchObject({ desired: 0 });
  });

  it("a pause of hours does not count", () => {
    const { cluster, client } = deployed({ canary: PAUSED_AT_25 });
    cluster.setImage("v2");
    cluster.advance(6 * 3_600_000);
    client.promote();
    cluster.advance(5000);
    expect(cluster.status().phase).not.toBe("Degraded");
  });
});
