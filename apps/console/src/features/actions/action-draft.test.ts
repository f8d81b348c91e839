import type { ClusterCommand, RevisionInfo } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { draftProblem, rollBackRevisions } from "./action-draft.ts";

const target = { environment: "staging", kind: "Deployment", namespace: "ns", name: "api" } as const;
const containers = [{ name: "api", image: "registry.example/api:1" }];

function setImage(image: string): ClusterCommand {
  return { action: "workload.setImage", target, container: "api", image };
}

function bounds(minReplicas: number, maxReplicas: number): ClusterCommand {
  return { action: "workload.setScaleBounds", target, minReplicas, maxReplicas };
}

describe("draftProblem", () => {
  test.each<[string, ClusterCommand, string | null]>([
    ["none to scale to zero", { action: "workload.scale", target, replicas: 0 }, null],
    ["an emptied number", { action: "workload.scale", target, replicas: Number.NaN }, "replicas"],
    ["a fraction of a pod", { action: "workload.scale", target, replicas: 1.5 }, "replicas"],
    ["too many pods", { action: "workload.scale", target, replicas: 1001 }, "replicas"],
    ["bounds in order", bounds(3, 20), null],
    ["equal bounds", bounds(3, 3), null],
    ["bounds out of order", bounds(5, 3), "maxReplicas"],
    ["an autoscaler cannot have a minimum of zero", bounds(0, 3), "minReplicas"],
    ["another image", setImage("registry.example/api:2"), null],
    ["the image that runs already", setImage("registry.example/api:1"), "image"],
    ["no image", setImage(" "), "image"],
    ["an action without choices", { action: "workload.restart", target }, null],
  ])("%s", (_case, command, field) => {
    expect(draftProblem(command, { containers })?.field ?? null).toBe(field);
  });
});

test("what is so already is not asked for: nothing would be done, and it is no fault of the person's", () => {
  const hpa = {
    name: "api",
    minReplicas: 2,
    maxReplicas: 20,
    currentReplicas: 3,
    desiredReplicas: 3,
    fault: null,
    metrics: [],
    conditions: [],
  };
  const choices = { containers, hpa, desired: 3 };
  const same: ClusterCommand[] = [
    { action: "workload.scale", target, replicas: 3 },
    bounds(2, 20),
    setImage("registry.example/api:1"),
  ];
  for (const command of same) expect(draftProblem(command, choices)?.unchanged).toBe(true);
  expect(draftProblem(bounds(2, 21), choices)).toBeNull();
  expect(draftProblem({ action: "workload.scale", target, replicas: 4 }, choices)).toBeNull();
});

describe("rollBackRevisions", () => {
  function revision(number: number): RevisionInfo {
    return {
      revision: number,
      replicaSet: `api-${number}`,
      podHash: String(number),
      images: [],
      version: String(number),
      role: "previous",
      replicas: 0,
      available: 0,
      createdAt: "2026-11-24T10:00:00.000Z",
      actor: null,
      reason: null,
    };
  }

  test("offers every revision but the newest, newest first", () => {
    expect(rollBackRevisions([revision(2), revision(4), revision(3)]).map((each) => each.revision)).toEqual([
      3, 2,
    ]);
  });
});
