import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { checkWorkflow } from "./check-workflow.ts";
import { checkWorkflows } from "./check-workflows.ts";
import { files, roles, surroundings } from "./testing/repository-workflows.ts";
import { needsOf } from "./workflow.ts";

const workflows = files.filter(({ workflow }) => workflow !== null);

test("there are workflows to check", () => {
  expect(workflows.length).toBeGreaterThanOrEqual(9);
});

test.each(files)("$path keeps every rule", (file) => {
  expect(formatFindings(checkWorkflow(file))).toBe("");
});

test("the workflows fit each other, the repository, the images and the roles", () => {
  expect(formatFindings(checkWorkflows(files, surroundings))).toBe("");
});

test("a deployment has its credentials until the end of its wait, and no longer than its role allows", () => {
  const deploy = files.find(({ path }) => path.endsWith("/_deploy.yml"));
  const assumed = deploy?.workflow?.jobs.deploy?.steps?.find((step) => step.with?.["role-to-assume"]);
  const [, limit = "", long = "", short = ""] =
    /inputs\.wait-minutes > (\d+) && (\d+) \|\| (\d+)/.exec(
      String(assumed?.with?.["role-duration-seconds"]),
    ) ?? [];
  const callers = workflows
    .flatMap(({ workflow }) => Object.values(workflow?.jobs ?? {}))
    .filter(({ uses }) => uses?.endsWith("/_deploy.yml"));
  expect(callers).toHaveLength(3);
  for (const caller of callers) {
    const environment = String(caller.with?.environment);
    const minutes = Number(caller.with?.["wait-minutes"]);
    const seconds = Number(minutes > Number(limit) ? long : short);
    // A quarter of an hour for the steps before the wait: the migration has that long.
    expect(seconds, environment).toBeGreaterThanOrEqual((minutes + 15) * 60);
    expect(seconds, environment).toBeLessThanOrEqual(roles[environment]?.sessionSeconds ?? 0);
  }
});

describe("the required check, as it runs", () => {
  const job = files.find(({ path }) => path.endsWith("/pull-request.yml"))?.workflow?.jobs.required;
  const step = job?.steps?.find(({ env }) => env?.MAY_BE_SKIPPED !== undefined);
  const conclude = (results: Record<string, string>) => {
    const needs = Object.fromEntries(
      needsOf(job ?? {}).map((name) => [name, { result: results[name] ?? "success" }]),
    );
    const { status, stdout } = spawnSync(process.execPath, ["-e", step?.run ?? "throw 1"], {
      encoding: "utf8",
      env: {
        NODE_ENV: "test",
        NEEDS: JSON.stringify(needs),
        MAY_BE_SKIPPED: String(step?.env?.MAY_BE_SKIPPED),
      },
    });
    return { status, says: stdout.trim() };
  };

  test.each([
    ["all succeeded", {}, { status: 0, says: "" }],
    ["the images were left out by the filter", { images: "skipped" }, { status: 0, says: "" }],
    ["a test failed", { tests: "failure" }, { status: 1, says: "::error::tests: failure" }],
    ["somebody cancelled", { e2e: "cancelled" }, { status: 1, says: "::error::e2e: cancelled" }],
    ["the images failed", { images: "failure" }, { status: 1, says: "::error::images: failure" }],
    [
      "the filter failed, so the checks were skipped",
      { changes: "failure", checks: "skipped" },
      { status: 1, says: "::error::changes: failure\n::error::checks: skipped" },
    ],
  ])("%s", (_, results, conclusion) => {
    expect(conclude(results)).toEqual(conclusion);
  });
});
