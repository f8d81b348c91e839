import { describe, expect, it } from "vitest";
import { serveTimedCluster } from "../testing/timed-cluster.ts";

const { clock, kubectl } = await serveTimedCluster(Date.UTC(2026, 0, 5, 9, 1));

const wordsOf = (args: string | string[]) => (typeof args === "string" ? args.split(" ") : args);
async function ok(args: string | string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await kubectl(wordsOf(args), input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}
const refusal = async (args: string | string[]) => (await kubectl(wordsOf(args))).stderr;
const advance = (minutes: number) => clock.advance(minutes * 60_000);

const job = (name: string, spec: object, command: string[]) =>
  JSON.stringify({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      ...spec,
      template: { spec: { containers: [{ name: "a", image: "a", command }], restartPolicy: "Never" } },
    },
  });

describe("jobs", () => {
  it("run to their end, well or badly", async () => {
    await ok("create job fine --image=busybox:1 -- true");
    await ok("create -f -", job("bad", { backoffLimit: 1 }, ["sh", "-c", "sleep 1; exit 3"]));
    expect(await ok("get jobs")).toMatch(/bad +Running +0\/1[\s\S]*fine +Running +0\/1/);
    advance(1);
    expect(await ok("wait --for=condition=complete job/fine --timeout=5s")).toBe(
      "job.batch/fine condition met\n",
    );
    expect(await ok("wait --for=condition=failed job/bad --timeout=5s")).toBe(
      "job.batch/bad condition met\n",
    );
    expect(await ok("get jobs")).toMatch(/bad +Failed +0\/1[\s\S]*fine +Complete +1\/1/);
    const pods = await ok("get pods -L batch.kubernetes.io/job-name");
    expect(pods).toMatch(/fine-\w{5} +0\/1 +Completed +0 +\w+ +fine\n/);
    expect(pods.match(/bad-\w{5} +0\/1 +Error +0/g)).toHaveLength(2);
    expect(await ok("describe job bad")).toMatch(
      /Pods Statuses: +0 Active \(0 Ready\) \/ 0 Succeeded \/ 2 Failed[\s\S]*BackoffLimitExceeded +\w+ +job-controller +Job has reached the specified backoff limit/,
    );
  });

  it("take their pods with them, and go by themselves when told to", async () => {
    expect(await ok("delete job bad")).toBe('job.batch "bad" deleted from default namespace\n');
    await ok("create -f -", job("brief", { ttlSecondsAfterFinished: 300 }, ["true"]));
    advance(4);
    expect(await ok("get jobs,pods -o name")).toMatch(
      /^job.batch\/brief\njob.batch\/fine\npod\/brief-\w+\npod\/fine-\w+\n$/,
    );
    advance(2);
    expect(await ok("get jobs,pods -o name")).toMatch(/^job.batch\/fine\npod\/fine-\w+\n$/);
  });

  it("stop while suspended, and are made whole when they go on", async () => {
    const indexed = { suspend: true, completions: 3, parallelism: 2, completionMode: "Indexed" };
    await ok("create -f -", job("slow", indexed, ["sleep", "120"]));
    advance(1);
    expect(await ok("get job slow")).toMatch(/slow +Suspended +0\/3/);
    await ok('patch job slow --type=merge -p {"spec":{"suspend":false}}');
    advance(1);
    expect(await ok("get pods -l job-name=slow --no-headers")).toMatch(
      /^slow-0-\w+ +1\/1 .*\nslow-1-\w+ +1\/1 .*\n$/,
    );
    advance(5);
    expect(await ok("get job slow -o jsonpath={.status.completedIndexes},{.status.succeeded}")).toBe("0-2,3");
    expect(
      await refusal('patch job slow --type=merge -p {"spec":{"template":{"spec":{"dnsPolicy":"None"}}}}'),
    ).toMatch(/The Job "slow" is invalid: spec.template: Invalid value: [\s\S]*: field is immutable/);
  });
});

describe("cron jobs", () => {
  const schedule = (text: string) => ["create", "cronjob", "tidy", "--image=busybox:1", `--schedule=${text}`];

  it("make jobs by the cluster's clock, and keep the last of them", async () => {
    await ok("delete jobs --all");
    await ok([...schedule("*/15 * * * *"), "--", "sleep", "300"]);
    expect(await ok("get cronjob tidy")).toMatch(/tidy +\*\/15 \* \* \* \* +<none> +False +0 +<none>/);
    const dueAt = (Math.floor(clock.now() / 900_000) + 1) * 15;
    advance(16);
    expect(await ok("get cronjob tidy")).toMatch(/False +1 +60s/);
    expect(await ok("get jobs -o name")).toBe(`job.batch/tidy-${dueAt}\n`);
    advance(60);
    expect((await ok("get jobs --no-headers")).match(/tidy-\d+ +Complete +1\/1 +5m/g)).toHaveLength(3);
    expect(await ok("get job -o jsonpath={.items[0].metadata.annotations}")).toMatch(
      /batch.kubernetes.io\/cronjob-scheduled-timestamp":"2026-01-05T\d\d:\d[05]:00Z/,
    );
  });

  it("are run by hand, suspended, and taken away with their jobs", async () => {
    await ok('patch cronjob tidy -p {"spec":{"suspend":true}}');
    await ok("create job now --from=cronjob/tidy");
    expect(await ok("get job now -o jsonpath={.metadata.annotations}")).toContain('instantiate":"manual');
    advance(60);
    const described = await ok("describe cronjob tidy");
    expect(described).toMatch(/Suspend: +True[\s\S]*Active Jobs: +<none>/);
    expect(described).toMatch(/SawCompletedJob .* Saw completed job: tidy-\d+, condition: Complete/);
    expect(described).toMatch(/UnexpectedJob .* Saw a job that the controller did not create or forgot: now/);
    expect(await ok("delete cronjob tidy")).toMatch(/deleted/);
    advance(1);
    expect(await ok("get cronjobs,jobs,pods -o name")).toBe("");
  });

  it("are refused when they would never run", async () => {
    expect(await refusal(schedule("61 * * * *"))).toBe(
      'error: failed to create cronjob: CronJob.batch "tidy" is invalid: spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61\n',
    );
    expect(await refusal(schedule("often"))).toMatch(/expected exactly 5 fields, found 1: \[often\]/);
  });
});
