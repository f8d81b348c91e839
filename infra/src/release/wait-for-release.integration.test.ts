import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findKubectl } from "@horizon/lab/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IMAGES } from "../images/image-catalog.ts";
import { digestOf } from "../kubernetes/testing/release-images.ts";
import { startTestCluster, type TestCluster } from "../kubernetes/testing/test-cluster.ts";

const namespace = "horizon-production";
let cluster: TestCluster;
let path: string;
beforeAll(async () => {
  path = `${dirname(await findKubectl())}:${dirname(process.execPath)}`;
  cluster = await startTestCluster();
  await cluster.apply("platform/foundation/production");
  await cluster.apply("platform/configs/production");
  await release("1.0.0");
});
afterAll(() => cluster.close());

async function release(version: string): Promise<void> {
  await cluster.setImages("production", version);
  await cluster.deploy("overlays/production");
  cluster.advanceMinutes(8);
}

/** The step of the workflow: the same program, with the real kubectl. */
async function waitForRelease(version: string, minutes = "5"): Promise<{ code: number; says: string }> {
  const folder = mkdtempSync(join(tmpdir(), "horizon-release-"));
  const digests = join(folder, "digests");
  mkdirSync(digests);
  for (const { name } of IMAGES) {
    writeFileSync(join(digests, name), digestOf(`registry.invalid/horizon-${name}`, version));
  }
  const script = join(import.meta.dirname, "wait-for-release.ts");
  // kubectl keeps a cache in the home folder.
  const env = { NODE_ENV: "test", HOME: folder, PATH: path, KUBECONFIG: cluster.kubeconfig } as const;
  try {
    return await new Promise((done) => {
      execFile(process.execPath, [script, "production", digests, minutes], { env }, (error, stdout) => {
        done({ code: error ? 1 : 0, says: stdout });
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("a release that is live everywhere ends the run well", async () => {
  const { code, says } = await waitForRelease("1.0.0");
  expect(says).toMatch(
    /api-gateway: live[\s\S]*worker-service: live[\s\S]*console: live[\s\S]*The release is live\./,
  );
  expect(code).toBe(0);
});

test("a canary at a gate is waited for, and a run that has no more time says so", async () => {
  await release("1.1.0");
  const { code, says } = await waitForRelease("1.1.0", "0");
  expect(says).toMatch(/dispute-service: waits for a person \(.+\)[\s\S]*Not live after 0 minutes/);
  expect(code).toBe(1);
});

test("a canary that is aborted fails the run, and names itself", async () => {
  const abort = ["--subresource", "status", "--type", "merge", "-p", '{"status":{"abort":true}}'];
  await cluster.run("patch", "rollout", "dispute-service", "-n", namespace, ...abort);
  cluster.advanceMinutes(1);
  const { code, says } = await waitForRelease("1.1.0");
  expect(says).toMatch(/dispute-service: failed \(.*abort.*\)[\s\S]*The release failed/i);
  expect(code).toBe(1);
});

test("a release that another one overtook fails the run", async () => {
  await release("1.2.0");
  const { code, says } = await waitForRelease("1.1.0");
  expect(says).toMatch(/worker-service: failed \(runs sha256:\w+, not sha256:\w+: another release/);
  expect(code).toBe(1);
});
