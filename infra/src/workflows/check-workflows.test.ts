import { describe, expect, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { checkWorkflow } from "./check-workflow.ts";
import { checkWorkflows } from "./check-workflows.ts";
import { surroundings } from "./testing/repository-workflows.ts";
import { parseWorkflow } from "./workflow.ts";

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
