import { describe, expect, it } from "vitest";
import type { Job } from "../jobs/job.ts";
import { kubeTime } from "../pod.ts";
import type { CronJob } from "./cron-job.ts";
import { planCronJob } from "./cron-job-plan.ts";

/** Half a minute after a quarter of an hour. */
const NOW = Date.UTC(2026, 0, 5, 9, 0, 30);
const DUE = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const time = (minutesAgo: number) => kubeTime(DUE - minutesAgo * MINUTE);
const nameOf = (minutesAgo: number) => `tidy-${DUE / MINUTE - minutesAgo}`;

const jobSpec = { template: { spec: { containers: [{ name: "a", image: "a" }] } } };
const metadata = (name: string, minutesAgo: number) => ({
  name,
  uid: name,
  resourceVersion: "1",
  creationTimestamp: time(minutesAgo),
});
function cronJob(spec: Partial<CronJob["spec"]> = {}, status: CronJob["status"] = {}): CronJob {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: metadata("tidy", 14),
    spec: { schedule: "*/15 * * * *", jobTemplate: { spec: jobSpec }, ...spec },
    status,
  };
}
function job(minutesAgo: number, end?: "Complete" | "Failed"): Job {
  const startTime = time(minutesAgo);
  const conditions = end ? [{ type: end, status: "True" as const }] : [];
  const completion = end === "Complete" ? { completionTime: time(minutesAgo - 1) } : {};
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: metadata(nameOf(minutesAgo), minutesAgo),
    spec: jobSpec,
    status: { startTime, conditions, ...completion },
  };
}
const active = (...minutesAgo: number[]) => ({
  active: minutesAgo.map((minutes) => ({
    apiVersion: "batch/v1",
    kind: "Job",
    namespace: "shop",
    name: nameOf(minutes),
    uid: nameOf(minutes),
  })),
  lastScheduleTime: time(15),
});
const reasons = ({ events }: { events: { reason: string }[] }) => events.map(({ reason }) => reason);

describe("a job is made", () => {
  it("when one is due, with its minute in the name", () => {
    const plan = planCronJob(cronJob(), [], NOW);
    expect(plan.create).toEqual({ name: nameOf(0), scheduledMs: DUE });
    expect(plan.requeueAfterMs).toBe(14.5 * MINUTE + 100);
  });

  it("for the last of many times that were missed, and says so", () => {
    const late = cronJob({}, { lastScheduleTime: time(15 * 200) });
    const plan = planCronJob(late, [], NOW);
    expect(plan.create?.name).toBe(nameOf(0));
    expect(reasons(plan)).toEqual(["TooManyMissedTimes"]);
  });

  it("beside the one at work, where that is allowed", () => {
    const plan = planCronJob(cronJob({}, active(15)), [job(15)], NOW);
    expect(plan.create?.name).toBe(nameOf(0));
    expect(plan.status.active).toHaveLength(1);
  });

  it("instead of the one at work, where that is to be replaced", () => {
    const plan = planCronJob(cronJob({ concurrencyPolicy: "Replace" }, active(15)), [job(15)], NOW);
    expect([plan.create?.name, plan.remove, plan.status.active]).toEqual([
      nameOf(0),
      [nameOf(15)],
      undefined,
    ]);
  });
});

describe("no job is made", () => {
  const CASES: [what: string, of: CronJob, jobs: Job[], reasons: string[]][] = [
    ["before the first time", { ...cronJob(), metadata: metadata("tidy", 0) }, [], []],
    ["twice", cronJob({}, { lastScheduleTime: time(0) }), [], []],
    ["while suspended", cronJob({ suspend: true }), [], []],
    [
      "beside the one at work, where that is forbidden",
      cronJob({ concurrencyPolicy: "Forbid" }, active(15)),
      [job(15)],
      ["JobAlreadyActive"],
    ],
    ["after its deadline", cronJob({ startingDeadlineSeconds: 20 }), [], []],
  ];
  it.each(CASES)("%s", (_, of, jobs, expected) => {
    const plan = planCronJob(of, jobs, NOW);
    expect(plan.create).toBeUndefined();
    expect(reasons(plan)).toEqual(expected);
  });
});

it("a job that ended is told once and is no longer active; the last success is kept", () => {
  const plan = planCronJob(cronJob({ suspend: true }, active(30, 15)), [job(30, "Complete"), job(15)], NOW);
  expect(plan.events).toEqual([
    {
      type: "Normal",
      reason: "SawCompletedJob",
      message: `Saw completed job: ${nameOf(30)}, condition: Complete`,
    },
  ]);
  expect(plan.status).toMatchObject({ lastSuccessfulTime: time(29), active: [{ name: nameOf(15) }] });
});

it("a job that nobody made, and one that is missing, are told", () => {
  const plan = planCronJob(cronJob({ suspend: true }, active(30)), [job(15)], NOW);
  expect(reasons(plan)).toEqual(["MissingJob", "UnexpectedJob"]);
  expect(plan.status.active).toBeUndefined();
});

it("the history keeps the latest of each end", () => {
  const jobs = [job(60, "Complete"), job(45, "Failed"), job(30, "Complete"), job(15, "Failed"), job(16)];
  const limits = { suspend: true, successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 0 };
  expect(planCronJob(cronJob(limits), jobs, NOW).remove).toEqual([nameOf(60), nameOf(45), nameOf(15)]);
});
