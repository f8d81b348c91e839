import { describe, expect, it } from "vitest";
import { hpaOf } from "../testing/fixtures.ts";
import { findHpaConflict } from "./hpa-conflict.ts";

describe("findHpaConflict", () => {
  it.each([
    [2, "keeps at least 3 pods and will overrule 2", { minReplicas: 2, maxReplicas: 20 }],
    [25, "keeps at most 20 pods and will overrule 25", { minReplicas: 25, maxReplicas: 25 }],
    [6, "may overrule 6 at any time", { minReplicas: 6, maxReplicas: 20 }],
    [0, "does not start them again", { minReplicas: 3, maxReplicas: 20 }],
  ])("scaling to %i", (replicas, words, suggestion) => {
    const conflict = findHpaConflict(hpaOf(3, 20), replicas);
    expect(conflict?.message).toContain(words);
    expect(conflict?.suggestion).toEqual(suggestion);
  });

  it("is none without an autoscaler", () => {
    expect(findHpaConflict(undefined, 3)).toBeUndefined();
  });
});
