import { describe, expect, it } from "vitest";
import { kubeTime, type Pod } from "../pod.ts";
import { REVISION_HASH } from "../revisions/controller-revision.ts";
import type { StatefulSet } from "./stateful-set.ts";
import { planStatefulSet } from "./stateful-set-plan.ts";

const NOW = Date.UTC(2026, 0, 5, 9);
const metadata = (name: string) => ({
  name,
  uid: name,
  resourceVersion: "1",
  creationTimestamp: kubeTime(NOW),
});

interface PodState {
  revision?: string;
  isReady?: boolean;
  isLeaving?: boolean;
  phase?: "Pending" | "Running" | "Failed";
}
function pod(
  ordinal: number,
  { revision = "new", isReady = true, isLeaving, phase = "Running" }: PodState = {},
): Pod {
  const lastTransitionTime = kubeTime(NOW - 5_000);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...metadata(`db-${ordinal}`),
      labels: { [REVISION_HASH]: revision },
      ...(isLeaving ? { deletionTimestamp: kubeTime(NOW) } : {}),
    },
    spec: { containers: [] },
    status: {
      phase,
      conditions: [{ type: "Ready", status: isReady ? "True" : "False", lastTransitionTime }],
    },
  };
}
const old = (ordinal: number, of: PodState = {}) => pod(ordinal, { revision: "old", ...of });

function plan(pods: Pod[], spec: Partial<StatefulSet["spec"]> = {}) {
  const statefulSet: StatefulSet = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: metadata("db"),
    spec: { replicas: 3, selector: {}, template: { spec: { containers: [] } }, ...spec },
  };
  const made = planStatefulSet({
    statefulSet,
    pods,
    currentRevision: "old",
    updateRevision: "new",
    nowMs: NOW,
  });
  return {
    ...made,
    created: made.create.map(({ ordinal, revision }) => `${ordinal}:${revision}`),
    removed: made.remove.map(({ metadata: { name } }) => name),
  };
}
const parallel = { podManagementPolicy: "Parallel" as const };

describe("pods are made and taken", () => {
  const CASES: [
    what: string,
    pods: Pod[],
    created: string[],
    removed: string[],
    spec?: Partial<StatefulSet["spec"]>,
  ][] = [
    ["the first alone", [], ["0:new"], []],
    ["the next when all before are ready", [pod(0)], ["1:new"], []],
    ["none while one before is not", [pod(0, { isReady: false })], [], []],
    ["none while one before is not ready for long enough", [pod(0)], [], [], { minReadySeconds: 6 }],
    ["the one that is missing, before those behind it", [pod(0), pod(2)], ["1:new"], []],
    ["none in the place of one that is still going", [pod(0), pod(1, { isLeaving: true })], [], []],
    [
      "a failed one away, to make it anew",
      [pod(0), pod(1, { phase: "Failed", isReady: false })],
      [],
      ["db-1"],
    ],
    ["from another number on", [], ["5:new"], [], { ordinals: { start: 5 } }],
    ["all at once in parallel", [pod(1, { isReady: false })], ["0:new", "2:new"], [], parallel],
    ["the last first", [0, 1, 2].map((ordinal) => pod(ordinal)), [], ["db-2"], { replicas: 1 }],
    ["one after the other", [pod(0), pod(1), pod(2, { isLeaving: true })], [], [], { replicas: 1 }],
    [
      "all that are too many in parallel",
      [0, 1, 2].map((n) => pod(n)),
      [],
      ["db-2", "db-1"],
      { ...parallel, replicas: 1 },
    ],
  ];
  it.each(CASES)("%s", (_, pods, created, removed, spec) => {
    expect(plan(pods, spec)).toMatchObject({ created, removed });
  });
});

describe("a new template", () => {
  const CASES: [what: string, pods: Pod[], removed: string[], spec?: Partial<StatefulSet["spec"]>][] = [
    ["takes the last pod first", [old(0), old(1), old(2)], ["db-2"]],
    ["then the one before it", [old(0), old(1), pod(2)], ["db-1"]],
    ["waits until that one is ready", [old(0), old(1), pod(2, { isReady: false })], []],
    [
      "stops at its partition",
      [old(0), old(1), pod(2)],
      [],
      { updateStrategy: { rollingUpdate: { partition: 2 } } },
    ],
    ["waits for a person", [old(0), old(1), old(2)], [], { updateStrategy: { type: "OnDelete" } }],
  ];
  it.each(CASES)("%s", (_, pods, removed, spec) => {
    expect(plan(pods, spec).removed).toEqual(removed);
  });

  it("is not that of a pod that is made below the partition", () => {
    const spec = { updateStrategy: { rollingUpdate: { partition: 2 } } };
    expect(plan([old(0), pod(2)], spec).created).toEqual(["1:old"]);
  });

  it("is the current one when every pod is of it", () => {
    expect(plan([old(0), old(1), pod(2)]).status).toMatchObject({
      ...{ replicas: 3, readyReplicas: 3, currentReplicas: 2, updatedReplicas: 1 },
      currentRevision: "old",
    });
    expect(plan([pod(0), pod(1), pod(2)]).status).toMatchObject({
      currentReplicas: 3,
      currentRevision: "new",
    });
  });
});

it("looks again when a pod will have been ready for long enough", () => {
  expect(plan([pod(0)], { minReadySeconds: 8 }).requeueAfterMs).toBe(3_000);
});
