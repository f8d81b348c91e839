import { describe, expect, it } from "vitest";
import { kubeTime, type Pod } from "../pod.ts";
import {
  COMPLETION_INDEX,
  findEnd,
  type Job,
  type JobSpec,
  type JobStatus,
  TRACKING_FINALIZER,
} from "./job.ts";
import { planJob } from "./job-plan.ts";

const NOW = Date.UTC(2026, 0, 5, 9);
const ago = (seconds: number) => kubeTime(NOW - seconds * 1000);

const template = { spec: { containers: [{ name: "a", image: "a" }], restartPolicy: "Never" as const } };
const job = (spec: Partial<JobSpec>, status: JobStatus = { startTime: ago(60) }): Job => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "a", uid: "a", resourceVersion: "1", creationTimestamp: ago(60) },
  spec: { parallelism: 1, completions: 1, backoffLimit: 6, template, ...spec },
  status,
});

let pods = 0;
interface PodState {
  phase: "Pending" | "Running" | "Succeeded" | "Failed";
  isCounted?: boolean;
  isLeaving?: boolean;
  index?: number;
  endedAgo?: number;
  restarts?: number;
}
function pod({ phase, isCounted, isLeaving, index, endedAgo = 1, restarts = 0 }: PodState): Pod {
  pods += 1;
  const terminated = {
    exitCode: 1,
    reason: "Error",
    startedAt: ago(90),
    finishedAt: ago(endedAgo),
    containerID: "",
  };
  const isOver = phase === "Succeeded" || phase === "Failed";
  const state = isOver ? { terminated } : { running: { startedAt: ago(90) } };
  const container = { name: "a", image: "a", imageID: "", ready: false, started: true, lastState: {}, state };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `a-${pods}`,
      uid: `${pods}`,
      resourceVersion: "1",
      creationTimestamp: ago(100),
      ...(isLeaving ? { deletionTimestamp: ago(1) } : {}),
      ...(isCounted ? {} : { finalizers: [TRACKING_FINALIZER] }),
      ...(index === undefined ? {} : { annotations: { [COMPLETION_INDEX]: String(index) } }),
    },
    spec: template.spec,
    status: { phase, containerStatuses: [{ ...container, restartCount: restarts }] },
  };
}
const many = (count: number, state: PodState) => Array.from({ length: count }, () => pod(state));
const conditionsOf = ({ status }: { status: JobStatus }) =>
  (status.conditions ?? [])
    .filter(({ status: is }) => is === "True")
    .map(({ type, reason }) => `${type}: ${reason}`);

describe("how many pods a job makes", () => {
  const CASES: [what: string, spec: Partial<JobSpec>, pods: Pod[], made: number, removed: number][] = [
    ["one for a plain job", {}, [], 1, 0],
    ["as many as may work at once", { completions: 5, parallelism: 2 }, [], 2, 0],
    [
      "no more than are left to do",
      { completions: 3, parallelism: 3 },
      many(2, { phase: "Succeeded" }),
      1,
      0,
    ],
    ["none for one at work", {}, [pod({ phase: "Running" })], 0, 0],
    ["all workers of a queue", { completions: undefined, parallelism: 3 }, [], 3, 0],
    [
      "no worker once the queue was found empty",
      { completions: undefined, parallelism: 3 },
      [pod({ phase: "Succeeded" }), pod({ phase: "Running" })],
      0,
      0,
    ],
    ["fewer when told to", { completions: 9, parallelism: 1 }, many(3, { phase: "Running" }), 0, 2],
    ["none while suspended", { suspend: true }, [pod({ phase: "Running" })], 0, 1],
    ["none in the pause after a failure", {}, [pod({ phase: "Failed", endedAgo: 9 })], 0, 0],
    ["one after the pause", {}, [pod({ phase: "Failed", endedAgo: 10 })], 1, 0],
    ["a longer pause after more failures", {}, many(3, { phase: "Failed", endedAgo: 39 }), 0, 0],
    ["one for a pod on its way out", {}, [pod({ phase: "Running", isLeaving: true })], 1, 0],
    [
      "none until that is over, if told so",
      { podReplacementPolicy: "Failed" },
      [pod({ phase: "Running", isLeaving: true })],
      0,
      0,
    ],
  ];
  it.each(CASES)("%s", (_, spec, present, made, removed) => {
    const plan = planJob(job(spec), present, NOW);
    expect([plan.create.length, plan.remove.length]).toEqual([made, removed]);
  });

  it("one for each index that is neither done nor at work", () => {
    const indexed = { completionMode: "Indexed" as const, completions: 6, parallelism: 3 };
    const present = [pod({ phase: "Succeeded", index: 3 }), pod({ phase: "Running", index: 1 })];
    const plan = planJob(
      job(indexed, { startTime: ago(9), completedIndexes: "0", succeeded: 1 }),
      present,
      NOW,
    );
    expect(plan.create).toEqual([2, 4]);
    expect(plan.status).toMatchObject({ completedIndexes: "0,3", succeeded: 2, active: 3 });
  });
});

describe("how a job ends", () => {
  const CASES: [what: string, spec: Partial<JobSpec>, pods: Pod[], conditions: string[]][] = [
    [
      "well, with as many completions as asked for",
      { completions: 2 },
      many(2, { phase: "Succeeded" }),
      ["SuccessCriteriaMet: CompletionsReached", "Complete: CompletionsReached"],
    ],
    [
      "not before the last pod is over",
      { completions: 1 },
      [pod({ phase: "Succeeded" }), pod({ phase: "Running" })],
      [],
    ],
    ["not at its limit of failures", { backoffLimit: 2 }, many(2, { phase: "Failed" }), []],
    [
      "badly beyond it",
      { backoffLimit: 2 },
      many(3, { phase: "Failed" }),
      ["FailureTarget: BackoffLimitExceeded", "Failed: BackoffLimitExceeded"],
    ],
    [
      "badly with restarts in a pod, once that is over",
      { backoffLimit: 2, template: { spec: { ...template.spec, restartPolicy: "OnFailure" } } },
      [pod({ phase: "Running", restarts: 2 })],
      ["FailureTarget: BackoffLimitExceeded"],
    ],
    [
      "badly when it took too long",
      { activeDeadlineSeconds: 60 },
      [],
      ["FailureTarget: DeadlineExceeded", "Failed: DeadlineExceeded"],
    ],
    ["not too early", { activeDeadlineSeconds: 61 }, [], []],
    [
      "not while it is suspended",
      { activeDeadlineSeconds: 1, suspend: true },
      [],
      ["Suspended: JobSuspended"],
    ],
  ];
  it.each(CASES)("%s", (_, spec, present, conditions) => {
    expect(conditionsOf(planJob(job(spec), present, NOW))).toEqual(conditions);
  });

  it("counts a pod once, and stores the count before it lets the pod go", () => {
    const present = [pod({ phase: "Failed" }), pod({ phase: "Failed", isCounted: true })];
    const plan = planJob(job({}, { startTime: ago(60), failed: 1 }), present, NOW);
    expect(plan.status.failed).toBe(2);
    expect(plan.untrack).toEqual([present[0]]);
  });

  it("takes the pods away when it gives up, and waits for them", () => {
    const running = many(2, { phase: "Running" });
    const first = planJob(job({ parallelism: 3, activeDeadlineSeconds: 1 }), running, NOW);
    expect(first.remove).toEqual(running);
    expect(first.events).toEqual([]);
    const leaving = many(2, { phase: "Running", isLeaving: true, isCounted: true });
    const waiting = planJob(job({}, first.status), leaving, NOW);
    expect(findEnd(job({}, waiting.status))).toBeUndefined();
    const last = planJob(job({}, waiting.status), [], NOW);
    expect(findEnd(job({}, last.status))).toMatchObject({ type: "Failed", reason: "DeadlineExceeded" });
    expect(last.events).toEqual([
      {
        type: "Warning",
        reason: "DeadlineExceeded",
        message: "Job was active longer than specified deadline",
      },
    ]);
  });
});

it("a job that is resumed starts its time anew", () => {
  const suspended = planJob(job({ suspend: true }), [], NOW - 30_000);
  expect(suspended.events.map(({ reason }) => reason)).toEqual(["Suspended"]);
  const resumed = planJob(job({}, suspended.status), [], NOW);
  expect(resumed.status.startTime).toBe(ago(0));
  expect(conditionsOf(resumed)).toEqual([]);
  expect(resumed.events.map(({ reason }) => reason)).toEqual(["Resumed"]);
});

it("looks again when the pause or the time is over", () => {
  expect(planJob(job({}), [pod({ phase: "Failed", endedAgo: 4 })], NOW).requeueAfterMs).toBe(6_000);
  const due = planJob(job({ activeDeadlineSeconds: 62 }), [pod({ phase: "Failed", endedAgo: 4 })], NOW);
  expect(due.requeueAfterMs).toBe(2_000);
});
