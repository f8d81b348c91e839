import { describe, expect, test } from "vitest";
import { runStep } from "./testing/run-step.ts";

const digest = `sha256:${"a".repeat(64)}`;
const other = `sha256:${"b".repeat(64)}`;

describe("an image is built once", () => {
  const look = (aws: string) =>
    runStep("_images.yml", "Look for what this commit has already", {
      env: { REPOSITORY: "horizon-console", GITHUB_SHA: "c0ffee" },
      programs: { aws },
    });

  test("the digest that the commit has is handed on", async () => {
    const { code, output, calls } = await look(`echo ${digest}`);
    expect({ code, output }).toEqual({ code: 0, output: `digest=${digest}\n` });
    expect(calls[0]).toContain("--repository-name horizon-console --image-ids imageTag=c0ffee");
  });

  test.each([
    ["the registry does not know it", "echo ImageNotFoundException >&2; exit 254"],
    ["the registry says nothing", "echo None"],
  ])("where %s it is built", async (_, aws) => {
    expect(await look(aws)).toMatchObject({ code: 0, output: "" });
  });

  test("it is named after it was signed, by the digest that was signed, as the bytes that the registry has", async () => {
    const name = (aws: string) =>
      runStep("_images.yml", "Name it by its commit", {
        env: { REPOSITORY: "horizon-console", GITHUB_SHA: "c0ffee", DIGEST: digest },
        programs: { aws },
      });
    const { code, calls } = await name(
      `[ "$2" = batch-get-image ] && printf '{\\n  "schemaVersion": 2\\n}\\n' || true`,
    );
    expect(code).toBe(0);
    expect(calls.join("\n")).toMatch(
      new RegExp(
        `batch-get-image .*imageDigest=${digest}[\\s\\S]*put-image .*--image-tag c0ffee --image-digest ${digest} .*--image-manifest {\n  "schemaVersion": 2\n}$`,
      ),
    );
    expect((await name("exit 254")).code).not.toBe(0);
    expect((await name(`[ "$2" != put-image ]`)).code).not.toBe(0);
  });
});

describe("only what this repository built and signed", () => {
  const verify = (cosign: string) =>
    runStep("_deploy.yml", "Only what this repository built and signed", {
      env: {
        REGISTRY: "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        IDENTITY: "^https://github.com/o/r/x",
      },
      programs: { cosign },
      files: { "digests/console": digest, "digests/migrator": other },
    });

  test("every image is asked for by its digest", async () => {
    const { code, calls } = await verify("");
    expect(code).toBe(0);
    expect(calls.map((call) => call.split(" ").at(-1))).toEqual([
      `123456789012.dkr.ecr.us-east-1.amazonaws.com/horizon-console@${digest}`,
      `123456789012.dkr.ecr.us-east-1.amazonaws.com/horizon-migrator@${other}`,
    ]);
  });

  test("one that is not signed ends the deployment", async () => {
    const { code, calls } = await verify(`case "$*" in *console*) exit 1 ;; esac`);
    expect(code).not.toBe(0);
    expect(calls).toHaveLength(1);
  });
});

describe("Terraform plans and applies what is locked, and exactly what was planned", () => {
  const ROOT = "infra/terraform/live/global";
  const env = { ROOT, BUCKET: "horizon-state", TFVARS: 'repository = "o/r"' };
  const programs = { terraform: `case "$*" in *show*) echo "Plan: 1 to add" ;; esac` };
  const files = { [`${ROOT}/versions.tf`]: "" };
  const locked = { ...files, [`${ROOT}/.terraform.lock.hcl`]: "" };

  test.each([
    ["_terraform-plan.yml", "Plan"],
    ["infrastructure.yml", "Apply what was planned"],
  ])("without a lock file %s says what to do and asks nobody", async (workflow, step) => {
    const { code, says, calls } = await runStep(workflow, step, { env, programs, files });
    expect(code).toBe(1);
    expect(says).toMatch(
      /^::error::infra\/terraform\/live\/global has no \.terraform\.lock\.hcl: write and commit it/,
    );
    expect(calls).toEqual([]);
  });

  const plan = (code: number) =>
    runStep("_terraform-plan.yml", "Plan", {
      env,
      programs: {
        terraform: `case "$*" in *"plan -detailed"*) exit ${code} ;; *show*) echo "Plan: 1 to add" ;; esac`,
      },
      files: locked,
    });

  test("a plan that changes something is shown in the run, and says so", async () => {
    const { code, output, summary, calls } = await plan(2);
    expect({ code, output }).toEqual({ code: 0, output: "changed=true\n" });
    expect(calls.map((call) => call.split(" ").slice(2).join(" "))).toEqual([
      "init -lockfile=readonly -backend-config=bucket=horizon-state",
      "plan -detailed-exitcode -out=planned",
      "show -no-color planned",
    ]);
    expect(summary).toContain("Plan: 1 to add");
  });

  test("one that changes nothing says that, and one that fails fails the job", async () => {
    expect(await plan(0)).toMatchObject({ code: 0, output: "changed=false\n" });
    expect(await plan(1)).toMatchObject({ code: 1, output: "" });
  });

  test("what was planned is what is applied", async () => {
    const { calls } = await runStep("infrastructure.yml", "Apply what was planned", {
      env,
      programs,
      files: locked,
    });
    expect(calls.at(-1)).toBe(`terraform -chdir=${ROOT} apply planned`);
  });
});

test("without a token Snyk is left to Trivy, with one it decides", async () => {
  const scan = (token: string) =>
    runStep("_security.yml", "Known vulnerabilities in dependencies", {
      env: { SNYK_TOKEN: token },
      programs: { snyk: "exit 1" },
    });
  expect(await scan("")).toMatchObject({ code: 0, calls: [], says: expect.stringMatching(/^::notice::/) });
  expect(await scan("t")).toMatchObject({
    code: 1,
    calls: [expect.stringContaining("snyk test --all-projects")],
  });
});

describe("browser tests of what is deployed", () => {
  const look = (aws: string) =>
    runStep("staging.yml", "Sign in and look around", {
      env: { DEPLOYED_ENVIRONMENT: "staging", GITHUB_SHA: "c0ffee" },
      programs: { aws, npx: 'echo "$DEPLOYED_ENVIRONMENT has $DEPLOYED_COMMIT, seen by $TEST_MEMBER"' },
    });

  test("sign in with the member that Secrets Manager has", async () => {
    const { code, says, calls } = await look("echo '{member}'");
    expect({ code, says }).toEqual({ code: 0, says: "staging has c0ffee, seen by {member}\n" });
    expect(calls[0]).toContain("--secret-id horizon/staging/test-member");
    expect(calls[1]).toBe("npx -y pnpm@12 e2e:deployed https://console.staging.horizon.example");
  });

  test("are not tried where the secret cannot be read", async () => {
    const { code, calls } = await look("exit 254");
    expect(code).toBe(254);
    expect(calls).toHaveLength(1);
  });
});
