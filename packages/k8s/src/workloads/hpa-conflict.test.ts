import { expect, it } from "vitest";
import { describeHpaConflict } from "./hpa-conflict.ts";

const hpa = { name: "web-hpa", minReplicas: 3, maxReplicas: 20 };

it.each([
  [2, "web-hpa keeps at least 3 pods and will overrule 2"],
  [25, "web-hpa keeps at most 20 pods and will overrule 25"],
  [6, "may overrule 6 at any time"],
  [0, "does not start them again"],
])("scaling by hand to %i", (replicas, words) => {
  expect(describeHpaConflict(hpa, replicas)).toContain(words);
});

it("counts one pod as one", () => {
  expect(describeHpaConflict({ ...hpa, maxReplicas: 1, minReplicas: 1 }, 2)).toContain(
    "keeps at most 1 pod and",
  );
});

it("an autoscaler that may go to 0 itself comes back from there", () => {
  expect(describeHpaConflict({ ...hpa, minReplicas: 0 }, 0)).toContain(
    "(0–20) and may overrule 0 at any time",
  );
});
