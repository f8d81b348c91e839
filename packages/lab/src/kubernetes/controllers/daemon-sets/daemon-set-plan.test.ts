import { describe, expect, it } from "vitest";
import type { Node, Taint } from "../node.ts";
import { kubeTime, type Pod } from "../pod.ts";
import { REVISION_HASH } from "../revisions/controller-revision.ts";
import type { DaemonSet } from "./daemon-set.ts";
import { planDaemonSet } from "./daemon-set-plan.ts";

const NOW = Date.UTC(2026, 0, 5, 9);
const metadata = (name: string) => ({
  name,
  uid: name,
  resourceVersion: "1",
  creationTimestamp: kubeTime(NOW),
});
const node = (name: string, of: { taint?: Taint; labels?: Record<string, string> } = {}): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { ...metadata(name), labels: of.labels ?? {} },
  spec: of.taint ? { taints: [of.taint] } : {},
});
const taint = (key: string, effect: Taint["effect"]): Taint => ({ key, effect });

function daemonSet(spec: Partial<DaemonSet["spec"]> = {}): DaemonSet {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: metadata("agent"),
    spec: { selector: {}, template: { spec: { containers: [] } }, ...spec },
  };
}
interface PodState {
  hash?: string;
  isReady?: boolean;
  isLeaving?: boolean;
  phase?: "Running" | "Failed";
  name?: string;
}
function pod(nodeName: string, of: PodState = {}): Pod {
  const { hash = "new", isReady = true, isLeaving, phase = "Running", name = `agent-${nodeName}` } = of;
  const ready = { type: "Ready", status: isReady ? ("True" as const) : ("False" as const) };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...metadata(name),
      labels: { [REVISION_HASH]: hash },
      ...(isLeaving ? { deletionTimestamp: kubeTime(NOW) } : {}),
    },
    spec: { containers: [], nodeName },
    status: { phase, conditions: [ready] },
  };
}
const plan = (nodes: Node[], pods: Pod[], spec: Partial<DaemonSet["spec"]> = {}) => {
  const made = planDaemonSet({ daemonSet: daemonSet(spec), nodes, pods, hash: "new", nowMs: NOW });
  return { ...made, remove: made.remove.map(({ metadata: { name } }) => name) };
};
const three = ["a", "b", "c"].map((name) => node(name));

describe("where pods are", () => {
  const selecting = { template: { spec: { containers: [], nodeSelector: { disk: "fast" } } } };
  const CASES: [
    what: string,
    nodes: Node[],
    pods: Pod[],
    create: string[],
    remove: string[],
    spec?: object,
  ][] = [
    ["on every node", three, [pod("a")], ["b", "c"], []],
    ["not where one is on its way out", three.slice(0, 1), [pod("a", { isLeaving: true })], [], []],
    [
      "not on a node that was not meant",
      [node("a", { labels: { disk: "slow" } })],
      [pod("a")],
      [],
      ["agent-a"],
      selecting,
    ],
    ["on a node that was", [node("a", { labels: { disk: "fast" } })], [], ["a"], [], selecting],
    ["not on a new node with a taint", [node("a", { taint: taint("team", "NoSchedule") })], [], [], []],
    ["still on a node that got one", [node("a", { taint: taint("team", "NoSchedule") })], [pod("a")], [], []],
    [
      "not once that drives pods out",
      [node("a", { taint: taint("team", "NoExecute") })],
      [pod("a")],
      [],
      ["agent-a"],
    ],
    [
      "on a node that is cordoned",
      [node("a", { taint: taint("node.kubernetes.io/unschedulable", "NoSchedule") })],
      [],
      ["a"],
      [],
    ],
    [
      "on a node that is lost",
      [node("a", { taint: taint("node.kubernetes.io/unreachable", "NoExecute") })],
      [pod("a")],
      [],
      [],
    ],
    ["one alone", three.slice(0, 1), [pod("a"), pod("a", { name: "agent-z" })], [], ["agent-z"]],
    [
      "anew after one failed, once that is gone",
      three.slice(0, 1),
      [pod("a", { phase: "Failed" })],
      [],
      ["agent-a"],
    ],
  ];
  it.each(CASES)("%s", (_, nodes, pods, create, remove, spec) => {
    expect(plan(nodes, pods, spec)).toMatchObject({ create, remove });
  });

  it("and a failure is told", () => {
    expect(plan(three.slice(0, 1), [pod("a", { phase: "Failed" })]).events[0]?.reason).toBe(
      "FailedDaemonPod",
    );
  });
});

describe("a new template", () => {
  const old = (name: string, of: PodState = {}) => pod(name, { hash: "old", ...of });
  const rolling = (rollingUpdate: object) => ({
    updateStrategy: { type: "RollingUpdate" as const, rollingUpdate },
  });
  const CASES: [what: string, pods: Pod[], create: string[], remove: string[], spec?: object][] = [
    ["takes one pod at a time", [old("a"), old("b"), old("c")], [], ["agent-a"]],
    ["waits for its successor", [old("a", { isLeaving: true }), old("b"), old("c")], [], []],
    ["waits until that is ready", [pod("a", { isReady: false }), old("b"), old("c")], [], []],
    ["goes on then", [pod("a"), old("b"), old("c")], [], ["agent-b"]],
    [
      "takes those at once that serve nobody",
      [old("a"), old("b", { isReady: false }), old("c")],
      [],
      ["agent-b"],
    ],
    [
      "takes a share",
      [old("a"), old("b"), old("c")],
      [],
      ["agent-a", "agent-b"],
      rolling({ maxUnavailable: "50%" }),
    ],
    [
      "comes first with a surge",
      [old("a"), old("b"), old("c")],
      ["a"],
      [],
      rolling({ maxSurge: 1, maxUnavailable: 0 }),
    ],
    [
      "and takes the old pod when it serves",
      [old("a"), pod("a", { name: "next" }), old("b"), old("c")],
      ["b"],
      ["agent-a"],
      rolling({ maxSurge: 1, maxUnavailable: 0 }),
    ],
    ["waits for a person", [old("a"), old("b"), old("c")], [], [], { updateStrategy: { type: "OnDelete" } }],
  ];
  it.each(CASES)("%s", (_, pods, create, remove, spec) => {
    expect(plan(three, pods, spec)).toMatchObject({ create, remove });
  });
});

it("counts pods by what they are", () => {
  const nodes = [...three, node("d", { labels: { kind: "other" }, taint: taint("team", "NoSchedule") })];
  const { status } = plan(nodes, [pod("a"), pod("b", { hash: "old", isReady: false }), pod("d")]);
  expect(status).toEqual({
    currentNumberScheduled: 2,
    numberMisscheduled: 1,
    desiredNumberScheduled: 3,
    numberReady: 1,
    observedGeneration: 1,
    updatedNumberScheduled: 1,
    numberAvailable: 1,
    numberUnavailable: 2,
  });
});
