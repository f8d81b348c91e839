import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./paths.ts";
import { runGate } from "./run-gate.ts";
import { readPlaywrightReport, readVitestReport, type TestTotals } from "./test-reports.ts";

/**
 * Every gate, the quick ones first; a failure does not stop the rest. Those of one stage run at the same time, as each of
 * them waits more than it works. The last line holds the true totals: each gate without tests of its own counts as one, and
 * a skipped test counts as failed.
 */
interface Gate {
  name: string;
  command: string[];
  /** How to read the totals from the report that the command wrote; without it the exit code is the result. */
  report?: (text: string) => TestTotals;
}

const reports = mkdtempSync(join(tmpdir(), "horizon-test-"));
const reportFile = (name: string) => join(reports, `${name}.json`);
const gateEnv = {
  ...process.env,
  PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile("e2e"),
  // The same TypeScript is run by dozens of processes; all but the first find it stripped and compiled.
  NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node"),
};
const vitest = (project: string): Gate => ({
  name: project,
  command: [
    "vitest",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile(project)}`,
  ],
  report: readVitestReport,
});
const stages: Gate[][] = [
  [
    vitest("unit"),
    { name: "types", command: ["tsc", "-p", "tsconfig.json"] },
    { name: "types of the console", command: ["tsc", "-p", "apps/console/tsconfig.json"] },
    { name: "format and lint", command: ["biome", "ci", "--error-on-warnings", "."] },
    { name: "boundaries", command: ["node", "local/src/boundaries.ts"] },
    { name: "unused code", command: ["knip"] },
    { name: "paths in the documents", command: ["node", "local/src/check-docs.ts"] },
  ],
  [
    vitest("integration"),
    { name: "e2e", command: ["node", "local/src/e2e.ts"], report: readPlaywrightReport },
  ],
];

const only = process.argv.slice(2);
const total: TestTotals = { passed: 0, failed: 0 };
/** By gate, in the order of the stages. */
const summary = new Map<string, string>();
mkdirSync(reports, { recursive: true });
for (const stage of stages) {
  const asked = stage.filter(({ name }) => only.length === 0 || only.includes(name));
  for (const { name } of asked) summary.set(name, "");
  await Promise.all(asked.map((gate, at) => judge(gate, at === 0)));
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${[...summary.values()].join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** The first of a stage is heard as it runs, the others when they have ended: two at once could not be read. */
async function judge(gate: Gate, isLive: boolean): Promise<void> {
  const startedAt = performance.now();
  const exitCode = await runGate(gate.name, gate.command, { isLive, env: gateEnv });
  const totals = readTotals(gate, exitCode);
  total.passed += totals.passed;
  total.failed += totals.failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  summary.set(
    gate.name,
    `${totals.failed === 0 ? "✓" : "✗"} ${gate.name}: ${totals.passed} passed, ${totals.failed} failed (${seconds} s)`,
  );
}

function readTotals(gate: Gate, exitCode: number): TestTotals {
  const bare = { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 };
  if (!gate.report) return bare;
  const file = reportFile(gate.name);
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const totals = gate.report(readFileSync(file, "utf8"));
  // A run that failed outside its tests (a broken setup, an unhandled rejection) is a failure of its own.
  return exitCode !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}
