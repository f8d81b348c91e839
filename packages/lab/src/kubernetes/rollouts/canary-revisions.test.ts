import { describe, expect, it } from "vitest";
import { deployed, PAUSED_AT_25 } from "./testing/deployed-rollout.ts";

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
