import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { IMAGES } from "../images/image-catalog.ts";
import { formatFindings } from "../policy/finding.ts";
import { planEverything } from "../terraform/configuration/plan-everything.ts";
import { checkWorkflow } from "./check-workflow.ts";
import { checkWorkflows, type WorkflowSurroundings } from "./check-workflows.ts";
import { needsOf, parseWorkflow } from "./workflow.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const files = globSync([".github/workflows/*.yml", ".github/actions/*/action.yml"], { cwd: root }).map(
  (path) => parseWorkflow(path, read(path)),
);
const workflows = files.filter(({ workflow }) => workflow !== null);

/** GitHub environments with the role that the trust policy of Terraform gives to each, and how long it may be held. */
async function readRoles(): Promise<Record<string, { name: string; sessionSeconds: number }>> {
  const { resources } = await planEverything();
  const roles = resources.filter(({ type }) => type === "aws_iam_role");
  return Object.fromEntries(
    roles.flatMap(({ values }) => {
      const [, environment] = /:environment:([a-z0-9-]+)"/.exec(String(values.assume_role_policy)) ?? [];
      const role = { name: String(values.name), sessionSeconds: Number(values.max_session_duration) };
      return environment === undefined ? [] : [[environment, role]];
    }),
  );
}
const roles = await readRoles();

const surroundings: WorkflowSurroundings = {
  exists: (path) => existsSync(join(root, path)),
  scripts: Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts),
  gates: [...read("local/src/test.ts").matchAll(/(?:name: |vitest\()"([^"]+)"/g)].map(
    ([, name]) => name ?? "",
  ),
  images: IMAGES,
  environments: Object.fromEntries(
    Object.entries(roles).map(([environment, { name }]) => [environment, name]),
  ),
};

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

const expression = (text: string) => `\${{ ${text} }}`;
const CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
const good = `name: Good
on: { pull_request: {} }
permissions: {}
concurrency: x
jobs:
  a:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: { contents: read }
    steps:
      - uses: ${CHECKOUT}
        with: { persist-credentials: false }
      - run: npx -y pnpm@12 lint
  required:
    needs: [a]
    if: \${{ always() }}
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: {}
    steps:
      - run: echo
        env: { MAY_BE_SKIPPED: "" }
`;
const check = (text: string) => formatFindings(checkWorkflow(parseWorkflow(".github/workflows/a.yml", text)));
const checkAll = (...texts: string[]) =>
  formatFindings(
    checkWorkflows(
      texts.map((text, index) => parseWorkflow(`.github/workflows/${index}.yml`, text)),
      surroundings,
    ),
  );

test("a workflow that keeps the rules has no findings", () => {
  expect(check(good)).toBe("");
  expect(checkAll(good)).toBe("");
});

describe("what one workflow may not do", () => {
  test.each([
    [
      "an action by tag",
      good.replace(CHECKOUT, "actions/checkout@v7"),
      /Pin actions\/checkout to the 40 digits of a commit/,
    ],
    ["an action by branch", good.replace(CHECKOUT, "actions/checkout@master"), /\[pinned-actions\]/],
    [
      "a commit without its version",
      good.replace(" # v7.0.1", ""),
      /Write the version behind actions\/checkout as # vX\.Y\.Z/,
    ],
    ["no timeout", good.replace("    timeout-minutes: 5\n", ""), /Set timeout-minutes/],
    [
      "rights for all jobs",
      good.replace("permissions: {}\nconcurrency", "permissions: { contents: read }\nconcurrency"),
      /permissions: \{\} at the top/,
    ],
    [
      "no rights named",
      good.replace("    permissions: { contents: read }\n", ""),
      /Give the job its permissions/,
    ],
    ["write-all", good.replace("{ contents: read }", "write-all"), /in place of write-all/],
    [
      "inherited secrets",
      `${good}  b: { uses: ./x.yml, permissions: {}, secrets: inherit }\n`,
      /Pass the secrets that it needs by name/,
    ],
    [
      "pull_request_target",
      good.replace("pull_request:", "pull_request_target:"),
      /foreign code beside our secrets/,
    ],
    [
      "a title in a script",
      good.replace("npx -y pnpm@12 lint", `echo ${expression("github.event.pull_request.title")}`),
      /Pass github\.event\.pull_request\.title through env/,
    ],
    [
      "a branch's name in a script",
      good.replace("npx -y pnpm@12 lint", `git push ${expression("github.head_ref")}`),
      /Pass github\.head_ref through env/,
    ],
    [
      "an input in a script",
      good.replace("npx -y pnpm@12 lint", `x ${expression("inputs.name")}`),
      /\[no-script-injection\]/,
    ],
    [
      "a secret in a script",
      good.replace("npx -y pnpm@12 lint", `x ${expression("secrets.TOKEN")}`),
      /\[no-secrets-in-scripts\]/,
    ],
    [
      "keys that live long",
      good.replace("persist-credentials: false", "persist-credentials: false, aws-access-key-id: x"),
      /Take a role with OIDC/,
    ],
    [
      "a token left on the disk",
      good.replace("persist-credentials: false", "fetch-depth: 0"),
      /Set persist-credentials: false/,
    ],
    ["no concurrency", good.replace("concurrency: x\n", ""), /concurrency group/],
    [
      "a service by tag",
      good.replace("    steps:", "    services: { db: { image: postgres:17 } }\n    steps:"),
      /postgres:17 can change under us/,
    ],
  ])("%s", (_, text, message) => {
    expect(check(text)).toMatch(message);
  });
});

const called = `on:
  workflow_call:
    inputs: { region: { required: true, type: string } }
    secrets: { TOKEN: { required: true } }
permissions: {}
jobs:
  b: { runs-on: x, timeout-minutes: 1, permissions: { id-token: write }, steps: [] }
`;
const call = (more: string) =>
  `${good.replace("needs: [a]", "needs: [a, b]")}  b: { uses: ./.github/workflows/1.yml, ${more} }\n`;

describe("what workflows may not promise each other", () => {
  test.each([
    [
      "an input and a secret that are missing",
      [call("permissions: { id-token: write }"), called],
      /its input region[\s\S]*its secret TOKEN/,
    ],
    [
      "an input that nobody takes",
      [call("permissions: { id-token: write }, with: { region: x, zone: y }, secrets: { TOKEN: x }"), called],
      /takes no input zone/,
    ],
    [
      "less than the called job needs",
      [call("permissions: {}, with: { region: x }, secrets: { TOKEN: x }"), called],
      /Grant id-token: write/,
    ],
    ["a call into nothing", [call("permissions: {}")], /is no workflow with workflow_call/],
    [
      "a job that the required one does not wait for",
      [good.replace("needs: [a]", "needs: []")],
      /Add a to its needs/,
    ],
    [
      "a required job that is skipped with the others",
      [good.replace(`    if: ${expression("always()")}\n`, "")],
      /if: always\(\)/,
    ],
    [
      "a job that may be skipped and is not expected to be",
      [good.replace("  a:\n", `  a:\n    if: ${expression("github.actor == 'x'")}\n`)],
      /Add a to MAY_BE_SKIPPED/,
    ],
    [
      "a job that nothing may skip",
      [good.replace('MAY_BE_SKIPPED: ""', "MAY_BE_SKIPPED: a")],
      /Take a out of MAY_BE_SKIPPED/,
    ],
    ["no required job", [good.replace("  required:", "  last:")], /Add a job required/],
    ["two entries", [good, good], /Have one workflow for pull requests; there are 2/],
    [
      "a file that does not exist",
      [good.replace("npx -y pnpm@12 lint", "node infra/src/nothing.ts")],
      /There is no infra\/src\/nothing\.ts/,
    ],
    [
      "a script that does not exist",
      [good.replace("pnpm@12 lint", "pnpm@12 type-check")],
      /package\.json has no script type-check/,
    ],
    [
      "a gate that does not exist",
      [good.replace("pnpm@12 lint", 'pnpm@12 test "format"')],
      /pnpm test has no gate format/,
    ],
    [
      "an image that nobody knows",
      [
        good.replace(
          "    steps:",
          "    strategy: { matrix: { image: [{ name: mailer, dockerfile: x }] } }\n    steps:",
        ),
      ],
      /Build api-gateway from apps\/backend\/Dockerfile[\s\S]*No image is called mailer/,
    ],
    [
      "an environment that Terraform does not know",
      [good.replace("    steps:", "    environment: prod\n    steps:")],
      /no GitHub environment prod/,
    ],
    [
      "a role of another environment",
      [
        good.replace(
          "    steps:",
          "    environment: staging\n    steps:\n      - { uses: x, with: { role-to-assume: 'arn:aws:iam::1:role/horizon-production-github-deploy' } }",
        ),
      ],
      /Environment staging may assume horizon-staging-github-deploy, not horizon-production-github-deploy/,
    ],
  ])("%s", (_, texts, message) => {
    expect(checkAll(...texts)).toMatch(message);
  });
});

test("a file that is no workflow is refused by name", () => {
  expect(() => parseWorkflow(".github/workflows/a.yml", "jobs: 1\non: {}")).toThrow(
    /\.github\/workflows\/a\.yml cannot be read/,
  );
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
