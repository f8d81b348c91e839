import { expect, it } from "vitest";
import { podOf } from "../testing/fixtures.ts";
import { projectPod } from "./pod-facts.ts";

type PodFixture = Parameters<typeof podOf>[1];

const running = { running: { startedAt: "2026-01-05T09:00:10Z" } };
const spec = { containers: [{ name: "web", image: "registry.example/web:2" }] };
const migrating = {
  containers: [{ name: "web" }],
  initContainers: [{ name: "migrate", image: "migrate:3" }],
};
const meshed = {
  containers: [{ name: "web" }],
  initContainers: [{ name: "proxy", restartPolicy: "Always" }],
};
const notInitialized = [{ type: "Initialized", status: "False", reason: "ContainersNotInitialized" }];

const container = (state: object, rest: object = {}) => ({
  name: "web",
  ready: false,
  restartCount: 0,
  state,
  ...rest,
});
const waiting = (reason: string, message?: string) => ({ waiting: { reason, message } });
const ended = (reason: string, exitCode: number) => ({ terminated: { reason, exitCode } });
const of = (...containerStatuses: ReturnType<typeof container>[]): PodFixture => ({
  spec,
  status: { phase: "Running", conditions: [], containerStatuses },
});
const initializing = (state: object, restartCount = 0): PodFixture => ({
  spec: migrating,
  status: {
    phase: "Pending",
    conditions: notInitialized,
    initContainerStatuses: [{ name: "migrate", ready: false, restartCount, state }],
    containerStatuses: [container(waiting("PodInitializing"))],
  },
});
const unscheduled = (reason: string, message?: string): PodFixture => ({
  status: {
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason, message }],
    containerStatuses: [],
  },
});
const unready = (rest: object, ready = false): PodFixture => ({
  spec: { ...spec, readinessGates: [{ conditionType: "target-health.elbv2.k8s.aws/web" }] },
  status: {
    phase: "Running",
    conditions: [{ type: "Ready", status: "False", reason: "ContainersNotReady", ...rest }],
    containerStatuses: [container(running, { ready })],
  },
});

const noRoom = "0/6 nodes are available: 6 Insufficient cpu";
const noVictims = "preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod.";

it.each<[what: string, status: string, state: string, reason: string, pod: PodFixture]>([
  [
    "no node has room",
    "Pending",
    "Progressing",
    `unschedulable, ${noRoom}`,
    unscheduled("Unschedulable", `${noRoom}. ${noVictims}`),
  ],
  [
    "held by a scheduling gate",
    "SchedulingGated",
    "Progressing",
    "a scheduling gate holds it back",
    unscheduled("SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates"),
  ],
  [
    "killed for its memory again and again",
    "CrashLoopBackOff",
    "Failed",
    "OOMKilled",
    of(container(waiting("CrashLoopBackOff"), { lastState: ended("OOMKilled", 137) })),
  ],
  [
    "its command is not found",
    "CrashLoopBackOff",
    "Failed",
    "exit code 127",
    of(container(waiting("CrashLoopBackOff"), { lastState: ended("Error", 127) })),
  ],
  [
    "it crashes as programs do",
    "CrashLoopBackOff",
    "Failed",
    "CrashLoopBackOff",
    of(container(waiting("CrashLoopBackOff"), { lastState: ended("Error", 1) })),
  ],
  [
    "its image is not there",
    "ImagePullBackOff",
    "Failed",
    "registry.example/web:2",
    of(container(waiting("ImagePullBackOff", "Back-off pulling image"))),
  ],
  [
    "its Secret is not there",
    "CreateContainerConfigError",
    "Failed",
    'secret "web" not found',
    of(container(waiting("CreateContainerConfigError", 'secret "web" not found'))),
  ],
  [
    "the image of an init container is not there",
    "Init:ErrImagePull",
    "Failed",
    "migrate:3",
    initializing(waiting("ErrImagePull")),
  ],
  [
    "an init container ended without a reason",
    "Init:ExitCode:3",
    "Failed",
    "Init:ExitCode:3",
    initializing(ended("", 3)),
  ],
  [
    "it ended by itself and will be started again",
    "Completed",
    "Degraded",
    "it ended by itself, with exit code 0",
    of(container(ended("Completed", 0))),
  ],
  [
    "its node was drained of it by a shutdown, and it went in order",
    "Completed",
    "Failed",
    "Pod was terminated in response to imminent node shutdown.",
    {
      spec,
      status: {
        phase: "Failed",
        reason: "Terminated",
        message: "Pod was terminated in response to imminent node shutdown.",
        containerStatuses: [container(ended("Completed", 0))],
      },
    },
  ],
  [
    "a more important pod took its place",
    "Preempting",
    "Failed",
    "Preempting",
    { status: { phase: "Failed", reason: "Preempting", containerStatuses: [] } },
  ],
  [
    "it runs again after it was killed for its memory",
    "Running",
    "Healthy",
    "restarted after OOMKilled",
    of(container(running, { ready: true, restartCount: 2, lastState: ended("OOMKilled", 137) })),
  ],
  [
    "it is not ready yet",
    "Running",
    "Progressing",
    "0 of 1 containers ready",
    unready({ lastTransitionTime: "2026-01-05T09:00:05Z" }),
  ],
  [
    "it is no longer ready",
    "Running",
    "Degraded",
    "0 of 1 containers ready",
    unready({ lastTransitionTime: "2026-01-05T09:30:00Z" }),
  ],
  [
    "its load balancer does not take it yet",
    "Running",
    "Progressing",
    "readiness gate target-health.elbv2.k8s.aws/web is not met",
    unready({ reason: "ReadinessGatesNotReady", lastTransitionTime: "2026-01-05T09:00:05Z" }, true),
  ],
  [
    "its node is silent",
    "Running",
    "Unknown",
    "its node does not report",
    unready({ reason: undefined }, true),
  ],
  [
    "it was to go from a node that is silent",
    "Terminating",
    "Unknown",
    "its node does not report",
    { metadata: { deletionTimestamp: "2026-01-05T10:00:00Z" }, ...unready({ reason: undefined }, true) },
  ],
  [
    "its sidecar crashes after the start",
    "Init:CrashLoopBackOff",
    "Failed",
    "OOMKilled",
    {
      spec: meshed,
      status: {
        phase: "Running",
        conditions: [{ type: "Initialized", status: "True" }],
        initContainerStatuses: [
          {
            ...container(waiting("CrashLoopBackOff"), { lastState: ended("OOMKilled", 137) }),
            name: "proxy",
          },
        ],
        containerStatuses: [container(running, { ready: true })],
      },
    },
  ],
])("%s: %s", (_what, status, state, reason, pod) => {
  const facts = projectPod(podOf("web-1", pod));
  expect([facts.status, facts.health]).toEqual([status, { state, reason }]);
});

it("an init container that crashes counts its restarts, as long as it holds the pod", () => {
  expect(projectPod(podOf("web-1", initializing(waiting("CrashLoopBackOff"), 7))).restarts).toBe(7);
});

it("a sidecar that has not passed its startup probe holds the pod", () => {
  const proxy = { ...container(running, { started: false }), name: "proxy" };
  const status = { phase: "Pending", conditions: notInitialized, initContainerStatuses: [proxy] };
  expect(
    projectPod(podOf("web-1", { spec: meshed, status: { ...status, containerStatuses: [] } })).status,
  ).toBe("Init:0/1");
});
