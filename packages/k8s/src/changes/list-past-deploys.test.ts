import { expect, test } from "vitest";
import type { ReplicaSet } from "../kubernetes/workload.ts";
import type { Workload } from "../workloads/workload-row.ts";
import { listPastDeploys } from "./list-past-deploys.ts";

const workload = {
  kind: "Deployment",
  object: { metadata: { name: "worker", namespace: "shop", uid: "w", labels: { app: "worker" } } },
} as unknown as Workload;

const revision = (number: number, version: string, createdAt: string) =>
  ({
    metadata: {
      name: `worker-${version}`,
      creationTimestamp: createdAt,
      annotations: { "deployment.kubernetes.io/revision": String(number) },
      labels: {},
    },
    spec: {
      template: { spec: { containers: [{ name: "worker", image: `registry.example/worker:${version}` }] } },
    },
  }) as unknown as ReplicaSet;

const [monday, tuesday, friday] = ["2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z", "2026-11-27T10:00:00Z"];

test("each revision but the oldest was a deploy, at the time when its pods were new", () => {
  const sets = [revision(3, "1.2.0", friday), revision(1, "1.0.0", monday), revision(2, "1.1.0", tuesday)];
  const found = listPastDeploys(workload, sets);
  expect(found.map(({ revision, at }) => [revision, at])).toEqual([
    [2, tuesday],
    [3, friday],
  ]);
  expect(found[1]).toMatchObject({
    summary: "worker was deployed: 1.1.0 → 1.2.0; nobody watched",
    service: "worker",
    fields: [{ before: "registry.example/worker:1.1.0", after: "registry.example/worker:1.2.0" }],
  });
});

test("of a revision that was gone back to nobody knows when", () => {
  const found = listPastDeploys(workload, [revision(3, "1.0.0", monday), revision(2, "1.1.0", tuesday)]);
  expect(found).toMatchObject([{ revision: 3, at: null, notBefore: tuesday }]);
  expect(found[0]?.summary).toContain("was set back: 1.1.0 → 1.0.0");
});

test("one revision alone tells nothing", () => {
  expect(listPastDeploys(workload, [revision(1, "1.0.0", monday)])).toEqual([]);
  expect(listPastDeploys(workload, [])).toEqual([]);
});
