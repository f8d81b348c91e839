import type { ClusterCommand, SeenState } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { findStaleness } from "./stale-check.ts";

const seen: SeenState = { resourceVersion: "10", podHash: "abc", stepIndex: 1 };
const live = (change: Partial<SeenState>): SeenState => ({ ...seen, resourceVersion: "11", ...change });

describe("findStaleness", () => {
  it.each<[ClusterCommand["action"], Partial<SeenState>, boolean]>([
    ["rollout.promote", {}, false],
    ["rollout.promote", { stepIndex: 2 }, true],
    ["rollout.promote", { podHash: "def" }, true],
    ["rollout.skipStep", { stepIndex: 2 }, true],
    ["rollout.promoteFull", { stepIndex: 2 }, true],
    ["rollout.abort", { stepIndex: 2 }, false],
    ["rollout.abort", { podHash: "def" }, true],
    ["rollout.pause", { stepIndex: 2 }, false],
    ["rollout.retry", { podHash: "def" }, true],
    ["workload.restart", {}, false],
    ["workload.setImage", { podHash: "def" }, true],
    ["pod.delete", {}, false],
  ])("%s after %o: stale is %s", (action, change, stale) => {
    expect(findStaleness(action, seen, live(change)) !== null).toBe(stale);
  });

  it("is never stale for the very version that was seen", () => {
    expect(findStaleness("rollout.promote", seen, seen)).toBeNull();
  });

  it("takes any change for a stale view when only the version was seen", () => {
    expect(findStaleness("workload.scale", { ...seen, podHash: null }, live({}))).not.toBeNull();
  });
});
