import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findKubectl } from "@horizon/lab/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestCluster, type TestCluster } from "../kubernetes/testing/test-cluster.ts";
import { runStep } from "./testing/run-step.ts";

const namespace = "horizon-production";
let cluster: TestCluster;
let checkout: string;
let kubectl: string;
/** The uid of the Job that the last migration made. */
let last = "";
beforeAll(async () => {
  kubectl = await findKubectl();
  cluster = await startTestCluster();
  await cluster.apply("platform/foundation/production");
  await cluster.apply("platform/configs/production");
  await cluster.setImages("production", "1.0.0");
  checkout = mkdtempSync(join(tmpdir(), "horizon-checkout-"));
  symlinkSync(cluster.folder, join(checkout, "k8s"));
});
afterAll(async () => {
  rmSync(checkout, { recursive: true, force: true });
  await cluster.close();
});

/** The step with the real kubectl and the rights of GitHub's role; the Job ends with the condition, as its controller would say it. */
async function migrate(condition: "Complete" | "Failed") {
  const running = runStep("_deploy.yml", "Migrate", {
    env: { ENVIRONMENT: "production", KUBECONFIG: cluster.kubeconfig },
    files: checkout,
    programs: {
      kubectl: `shift 2\nexec "${kubectl}" --context admin@production --as github --as-group horizon:deployer "$@"`,
    },
  });
  const uid = () =>
    cluster.run("get", "job", "db-migrate", "-n", namespace, "-o", "jsonpath={.metadata.uid}");
  const before = last;
  await vi.waitFor(async () => {
    last = await uid();
    expect(last).not.toBe(before);
  }, 60_000);
  const status = JSON.stringify({ status: { conditions: [{ type: condition, status: "True" }] } });
  const patch = ["--subresource", "status", "--type", "merge", "-p", status];
  await cluster.run("patch", "job", "db-migrate", "-n", namespace, ...patch);
  return running;
}

test("a migration that is done lets the deployment go on", async () => {
  const { code, says } = await migrate("Complete");
  expect(says).toMatch(/job\.batch\/db-migrate created[\s\S]*condition met/);
  expect(code).toBe(0);
});

test("one that failed ends it, after the last one was taken away, and without waiting for what will not come", async () => {
  const { code, says, calls } = await migrate("Failed");
  expect(says).toMatch(/"db-migrate" deleted[\s\S]*created[\s\S]*timed out waiting/);
  expect(calls.some((call) => call.includes("logs job/db-migrate"))).toBe(true);
  expect(says).not.toMatch(/forbidden/i);
  expect(code).not.toBe(0);
});
