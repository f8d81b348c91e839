import { describe, expect, it } from "vitest";
import { deployed, PAUSED_AT_25 } from "./testing/deployed-rollout.ts";

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
