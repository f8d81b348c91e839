import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "@cdktn/hcl-tools";
import { parse } from "@cdktn/hcl2json";
import { beforeAll, describe, expect, test } from "vitest";
import { loadConfiguration, type Module, terraformRoot } from "./load-configuration.ts";

const files = globSync("**/*.{tf,tftest.hcl}", { cwd: terraformRoot }).sort();
const read = (file: string) => readFileSync(join(terraformRoot, file), "utf8");
let configuration: ReadonlyMap<string, Module>;
beforeAll(async () => {
  configuration = await loadConfiguration(terraformRoot);
});

test("every file is formatted as terraform fmt does", async () => {
  expect(files.length).toBeGreaterThan(150);
  const misformatted: string[] = [];
  for (const file of files) if ((await format(read(file))) !== read(file)) misformatted.push(file);
  expect(misformatted).toEqual([]);
});

test("a file that is not formatted is told from one that is", async () => {
  expect(await format('a="b"\n')).toBe('a = "b"\n');
});

test("every file parses", async () => {
  for (const file of files) await expect(parse(file, read(file)), file).resolves.toBeDefined();
  await expect(parse("broken.tf", "resource {")).rejects.toThrow();
});

test("every root has a terraform test, where Terraform can stand in for all that the root asks", () => {
  // Mock providers have no ephemeral resources (Terraform 1.15), and these roots make their passwords with them.
  const makePasswords = ["live/production/us-east-1/data", "live/staging/us-east-1/data"];
  const untested = [...configuration.values()]
    .map(({ path }) => path)
    .filter((path) => path.startsWith("live/"))
    .filter((path) => globSync("tests/*.tftest.hcl", { cwd: join(terraformRoot, path) }).length === 0);
  expect(untested.sort()).toEqual(makePasswords);
  for (const path of makePasswords) expect(read(`${path}/secrets.tf`)).toMatch(/^ephemeral /m);
});

describe("modules", () => {
  const modules = () => [...configuration.values()].filter(({ path }) => path.startsWith("modules/"));

  test("are the ones that the platform needs", () => {
    expect(
      modules()
        .map(({ path }) => path.replace("modules/", ""))
        .sort(),
    ).toEqual([
      "backup",
      "bastion",
      "budgets",
      "cache",
      "cluster",
      "database",
      "dns",
      "dns-failover",
      "documentdb",
      "edge",
      "email",
      "github-oidc",
      "network",
      "observability",
      "personal-data",
      "pod-policies",
      "registry",
      "secrets",
      "storage",
    ]);
  });

  test("have a README and a terraform test", () => {
    for (const { path } of modules()) {
      expect(existsSync(join(terraformRoot, path, "README.md")), path).toBe(true);
      expect(globSync("tests/*.tftest.hcl", { cwd: join(terraformRoot, path) }).length, path).toBeGreaterThan(
        0,
      );
    }
  });

  test("have minimum versions, roots have exact ones", () => {
    for (const { path, terraform } of configuration.values()) {
      const providers =
        (terraform[0]?.required_providers as Record<string, { version: string }>[] | undefined)?.[0] ?? {};
      expect(Object.keys(providers).length, path).toBeGreaterThan(0);
      for (const { version } of Object.values(providers)) {
        expect(version, path).toMatch(path.startsWith("modules/") ? /^>= \d/ : /^\d+\.\d+\.\d+$/);
      }
    }
  });

  test("say what every variable and output is", () => {
    for (const { path, variables, outputs } of configuration.values()) {
      for (const [name, body] of variables) {
        expect(body.type, `${path}: var.${name} has a type`).toBeDefined();
        expect(
          String(body.description ?? "").length,
          `${path}: var.${name} has a description`,
        ).toBeGreaterThan(5);
      }
      for (const [name, body] of outputs) {
        expect(
          String(body.description ?? "").length,
          `${path}: output ${name} has a description`,
        ).toBeGreaterThan(5);
      }
    }
  });

  test("refuse bad input with a message that says what to do, and a test that sees it refused", () => {
    for (const { path, variables } of modules()) {
      const tests = globSync(`${path}/tests/*.tftest.hcl`, { cwd: terraformRoot }).map(read).join("\n");
      const refused = [...tests.matchAll(/expect_failures = \[([^\]]+)\]/g)]
        .map(([, names = ""]) => names)
        .join(",");
      for (const [name, body] of variables) {
        for (const validation of (body.validation ?? []) as { error_message: string }[]) {
          expect(validation.error_message.length, `${path}: var.${name}`).toBeGreaterThan(25);
          expect(refused.split(/[\s,]+/), `${path}: a test expects var.${name} to fail`).toContain(
            `var.${name}`,
          );
        }
      }
    }
  });

  test("know no credential", () => {
    for (const file of files)
      expect(read(file), file).not.toMatch(/AKIA[0-9A-Z]{16}|-----BEGIN|access_key *=/);
  });
});
