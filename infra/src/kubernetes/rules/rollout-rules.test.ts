import { expect, it, test } from "vitest";
import { findingsOf } from "../testing/rule-cases.ts";
import type { Change } from "../testing/sound-service.ts";

test("a sound service has no findings", () => {
  expect(findingsOf()).toEqual([]);
});

it("lets a queue worker be a Deployment, and refuses it as a Rollout", () => {
  const asRollout: Change[] = [
    { at: "Deployment/web", path: "metadata.labels.tier", value: "async" },
    { at: "HorizontalPodAutoscaler/web-hpa", path: "spec.scaleTargetRef.kind", value: "Rollout" },
    { at: "Deployment/web", path: "apiVersion", value: "argoproj.io/v1alpha1" },
    { at: "Deployment/web", path: "kind", value: "Rollout" },
  ];
  const found = (changes: Change[]) =>
    findingsOf(...changes).filter(({ rule }) => rule === "rollout-serves-requests");
  expect(found(asRollout.slice(0, 1))).toEqual([]);
  expect(found(asRollout)).toMatchObject([{ message: expect.stringMatching(/Make it a Deployment/) }]);
});
