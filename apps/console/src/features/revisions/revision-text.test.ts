import type { RevisionInfo } from "@horizon/contracts";
import { expect, test } from "vitest";
import { firstComparison, revisionPodsText, shortImage } from "./revision-text.ts";

function revisionOf(part: Partial<RevisionInfo>): RevisionInfo {
  return {
    revision: 1,
    replicaSet: "api-1",
    podHash: "1",
    images: [],
    version: "1",
    role: "previous",
    replicas: 0,
    available: 0,
    createdAt: "2026-11-24T10:00:00.000Z",
    actor: null,
    reason: null,
    ...part,
  };
}

test.each([
  ["123.dkr.ecr.us-east-1.amazonaws.com/horizon/api-gateway:1.9.0", "api-gateway:1.9.0"],
  ["localhost:5000/api:2", "api:2"],
  [`api@sha256:${"0123456789abcdef".repeat(4)}`, "api@0123456789ab…"],
  ["nginx", "nginx"],
])("the image %s is shown as %s", (image, short) => {
  expect(shortImage(image)).toBe(short);
});

test.each([
  [0, 0, "no pods"],
  [1, 1, "1 of 1 pod available"],
  [4, 3, "3 of 4 pods available"],
])("%i replicas with %i available read %j", (replicas, available, text) => {
  expect(revisionPodsText(revisionOf({ replicas, available }))).toBe(text);
});

test("the newest is compared with the one before it, in whatever order they come", () => {
  const revisions = [2, 9, 10].map((revision) => revisionOf({ revision }));
  expect(firstComparison(revisions)).toEqual({ from: 9, to: 10 });
  expect(firstComparison(revisions.slice(0, 1))).toBeNull();
});
