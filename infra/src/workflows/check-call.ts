import type { WorkflowFile, WorkflowJob } from "./workflow.ts";
import type { Report } from "./workflow-surroundings.ts";

/** A call of a workflow: it gives what is asked for, and no less rights than the called jobs need. */
export function checkCall(
  job: WorkflowJob,
  called: WorkflowFile | undefined,
  subject: string,
  report: Report,
): void {
  const call = called?.workflow?.on.workflow_call;
  if (call === undefined) {
    report("calls", subject, `${job.uses} is no workflow with workflow_call: mend the path.`);
    return;
  }
  const { inputs = {}, secrets = {} } = (call ?? {}) as Partial<
    Record<"inputs" | "secrets", Record<string, { required?: boolean }>>
  >;
  const given = {
    inputs: Object.keys(job.with ?? {}),
    secrets: typeof job.secrets === "object" ? Object.keys(job.secrets) : [],
  };
  for (const [kind, declared] of [
    ["inputs", inputs],
    ["secrets", secrets],
  ] as const) {
    for (const [name, { required }] of Object.entries(declared)) {
      if (required && !given[kind].includes(name))
        report("calls", subject, `Give ${job.uses} its ${kind.slice(0, -1)} ${name}.`);
    }
    for (const name of given[kind].filter((each) => !(each in declared))) {
      report("calls", subject, `${job.uses} takes no ${kind.slice(0, -1)} ${name}: take it out.`);
    }
  }
  const granted = typeof job.permissions === "object" ? job.permissions : {};
  for (const needed of Object.values(called?.workflow?.jobs ?? {})) {
    for (const [right, level] of Object.entries(
      typeof needed.permissions === "object" ? needed.permissions : {},
    )) {
      if (granted[right] !== level && granted[right] !== "write") {
        report(
          "calls",
          subject,
          `Grant ${right}: ${level}, which ${job.uses} asks for: a called job cannot have more than its caller.`,
        );
      }
    }
  }
}
