import { describe, expect, it } from "vitest";
import { createReferenceClient } from "./testing/reference-client.ts";
import { createRolloutCluster, type RolloutClusterOptions } from "./testing/rollout-cluster.ts";

const PAUSED_AT_25 = {
  steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: "30s" } }],
};

function deployed(options: RolloutClusterOptions) {
  const cluster = createRolloutCluster(options);
  cluster.deploy();
  return { cluster, client: createReferenceClient(cluster) };
}

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

describe("promoting, as the reference client does it", () => {
  const gates = {
    steps: [{ setWeight: 25 }, { pause: {} }, { pause: {} }, { setWeight: 50 }, { pause: {} }],
  };

  it("twice before the controller looks skips the next gate", () => {
    const { cluster, client } = deployed({ canary: gates });
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status().currentStepIndex).toBe(1);
    client.promote();
    client.promote();
    cluster.advance(60_000);
    expect(cluster.status().currentStepIndex).toBe(4);
  });

  it("once stops at the next gate", () => {
    const { cluster, client } = deployed({ canary: gates });
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 2, phase: "Paused" });
  });

  it("an aborted rollout changes nothing", () => {
    const { cluster, client } = deployed({ canary: gates });
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.abort();
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 0, abort: true, phase: "Degraded" });
  });

  it("an index written too late moves the rollout back", () => {
    const { cluster, client } = deployed({ canary: gates });
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    expect(cluster.status().currentStepIndex).toBe(2);
    cluster.patchStatus({ currentStepIndex: 1 });
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 1, phase: "Paused" });
  });

  it("in full goes to 100 % at once, past every gate", () => {
    const { cluster, client } = deployed({ canary: gates });
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.promoteFull();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({
      phase: "Healthy",
      stableRS: cluster.hashOf(2),
      currentStepIndex: 5,
    });
    expect(cluster.status().promoteFull).toBeUndefined();
    expect(cluster.events().some(({ message }) => message.endsWith("Full promotion requested"))).toBe(true);
  });

  it("in full right after a new image is lost: the template change clears it", () => {
    const { cluster } = deployed({ canary: gates });
    cluster.setImage("v2");
    cluster.patchStatus({ promoteFull: true });
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ phase: "Paused", currentStepIndex: 1 });
  });
});

describe("abort and retry", () => {
  it("an aborted basic canary goes back to stable; a retry runs all steps again", () => {
    const { cluster, client } = deployed({ canary: PAUSED_AT_25 });
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.abort();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({
      phase: "Degraded",
      message: "RolloutAborted: Rollout aborted update to revision 2",
      currentStepIndex: 0,
    });
    expect(cluster.status().abortedAt).toBeDefined();
    expect(cluster.status().pauseConditions).toBeUndefined();
    expect(cluster.revisions()).toEqual([
      { revision: 1, desired: 4, available: 4 },
      { revision: 2, desired: 0, available: 0 },
    ]);

    client.retry();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ phase: "Paused", currentStepIndex: 1 });
    expect(cluster.status().abortedAt).toBeUndefined();
    expect(cluster.eventReasons()).toContain("RolloutAborted");
  });

  it("is dropped when the rollout is fully promoted", () => {
    const { cluster, client } = deployed({ canary: PAUSED_AT_25 });
    client.abort();
    cluster.advance(10_000);
    expect(cluster.status()).toMatchObject({ phase: "Healthy" });
    expect(cluster.status().abort).toBeUndefined();
  });
});

describe("new revisions on the way", () => {
  it("a third revision starts at step 0 with the first still stable, and drains the second", () => {
    const { cluster } = deployed({ canary: PAUSED_AT_25 });
    cluster.setImage("v2");
    cluster.advance(60_000);
    cluster.setImage("v3");
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({
      phase: "Paused",
      currentStepIndex: 1,
      stableRS: cluster.hashOf(1),
      currentPodHash: cluster.hashOf(3),
    });
    expect(cluster.revisions()).toEqual([
      { revision: 1, desired: 3, available: 3 },
      { revision: 2, desired: 0, available: 0 },
      { revision: 3, desired: 1, available: 1 },
    ]);
  });

  it("going back to the stable template skips the steps and raises its revision", () => {
    const { cluster } = deployed({ canary: PAUSED_AT_25 });
    const stable = cluster.hashOf(1);
    cluster.setImage("v2");
    cluster.advance(60_000);
    cluster.setImage("v1");
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ phase: "Healthy", stableRS: stable, currentStepIndex: 4 });
    expect(cluster.hashOf(3)).toBe(stable);
    expect(cluster.replicaSets().at(-1)?.metadata.annotations?.["rollout.argoproj.io/revision-history"]).toBe(
      "1",
    );
    const skipped = cluster.events().find(({ reason }) => reason === "SkipSteps");
    expect(skipped?.message).toBe("Rollback to stable ReplicaSets");
  });

  it("going back inside the rollback window skips the steps, outside it does not", () => {
    const backToFirst = (revisions: number) => {
      const { cluster, client } = deployed({ canary: PAUSED_AT_25, spec: { rollbackWindow: { revisions } } });
      for (const image of ["v2", "v3"]) {
        cluster.setImage(image);
        cluster.advance(60_000);
        client.promoteFull();
        cluster.advance(60_000);
      }
      cluster.setImage("v1");
      cluster.advance(60_000);
      return cluster.status();
    };
    expect(backToFirst(2)).toMatchObject({ phase: "Healthy" });
    expect(backToFirst(1)).toMatchObject({ phase: "Paused", currentStepIndex: 1 });
  });

  it("changed steps restart the update", () => {
    const { cluster } = deployed({ canary: PAUSED_AT_25 });
    cluster.setImage("v2");
    cluster.advance(60_000);
    cluster.patchSpec({ strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } } });
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 1, phase: "Paused" });
    expect(cluster.revisions().map(({ desired }) => desired)).toEqual([2, 2]);
  });

  it("old ReplicaSets beyond revisionHistoryLimit are deleted", () => {
    const { cluster } = deployed({ canary: {}, spec: { revisionHistoryLimit: 1 } });
    for (const image of ["v2", "v3", "v4"]) {
      cluster.setImage(image);
      cluster.advance(60_000);
    }
    expect(cluster.revisions().map(({ revision }) => revision)).toEqual([3, 4]);
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

describe("spec.replicas changes in the middle of a canary", () => {
  it("both sides follow, even in a pause (upstream e2e: 1 → 8 → 4 replicas at 25 %)", () => {
    const { cluster } = deployed({
      canary: { steps: [{ setWeight: 25 }, { pause: {} }] },
      spec: { replicas: 1 },
    });
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.revisions().map(({ desired }) => desired)).toEqual([1, 1]);
    cluster.patchSpec({ replicas: 8 });
    cluster.advance(60_000);
    expect(cluster.revisions().map(({ desired }) => desired)).toEqual([6, 2]);
    cluster.patchSpec({ replicas: 4 });
    cluster.advance(60_000);
    expect(cluster.revisions().map(({ desired }) => desired)).toEqual([3, 1]);
    expect(cluster.status()).toMatchObject({ phase: "Paused", currentStepIndex: 1, HPAReplicas: 4 });
  });

  it.each([
    [
      "surge 100 %",
      { maxSurge: "100%" },
      [
        [3, 4],
        [3, 8],
        [3, 4],
      ],
    ],
    [
      "surge 2, none unavailable",
      { maxSurge: 2, maxUnavailable: 0 },
      [
        [4, 2],
        [4, 6],
        [4, 2],
      ],
    ],
  ])(
    "pods that never become ready, %s: counts as in upstream's e2e (4, 8, 4 replicas)",
    (_name, canary, expected) => {
      const { cluster } = deployed({ canary });
      cluster.podsReadyWhen((image) => image === "v1");
      cluster.setImage("v2");
      const seen = [4, 8, 4].map((replicas) => {
        cluster.patchSpec({ replicas });
        cluster.advance(60_000);
        return cluster.revisions().map(({ desired }) => desired);
      });
      expect(seen).toEqual(expected);
    },
  );
});

describe("restart", () => {
  it("replaces pods older than restartAt, no more at once than may be unavailable", () => {
    const { cluster } = deployed({ canary: { maxUnavailable: 1, maxSurge: 1 } });
    const before = cluster.pods().map(({ metadata }) => metadata.name);
    cluster.patchSpec({ restartAt: new Date(cluster.clock.now()).toISOString() });
    let fewest = 4;
    for (let second = 0; second < 300; second += 1) {
      cluster.advance(1000);
      fewest = Math.min(fewest, cluster.status().availableReplicas ?? 0);
    }
    expect(fewest).toBe(3);
    expect(cluster.pods().filter(({ metadata }) => before.includes(metadata.name))).toEqual([]);
    expect(cluster.status()).toMatchObject({
      phase: "Healthy",
      restartedAt: cluster.rollout().spec.restartAt,
    });
  });
});
