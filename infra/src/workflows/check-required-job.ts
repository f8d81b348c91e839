import { needsOf, type WorkflowFile } from "./workflow.ts";
import type { Report } from "./workflow-surroundings.ts";

/** The one check that protects a branch: it waits for every other job, runs whatever happened, and knows who may be skipped. */
export function checkRequiredJob(files: readonly WorkflowFile[], report: Report): void {
  const holders = files.filter(({ workflow }) => workflow && "pull_request" in workflow.on);
  if (holders.length !== 1) {
    report(
      "one-entry",
      ".github/workflows",
      `Have one workflow for pull requests; there are ${holders.length}: ${holders.map(({ path }) => path).join(", ")}.`,
    );
  }
  for (const { path, workflow } of holders) {
    const { required, ...others } = workflow?.jobs ?? {};
    if (!required) {
      report(
        "required-job",
        path,
        "Add a job required that needs every other one: it is what the branch protection asks for.",
      );
      continue;
    }
    const subject = `${path}: required`;
    const needed = needsOf(required);
    for (const name of Object.keys(others).filter((each) => !needed.includes(each))) {
      report("required-job", subject, `Add ${name} to its needs: a failure of it would not be seen.`);
    }
    if (!/always\(\)/.test(String(required.if ?? ""))) {
      report(
        "required-job",
        subject,
        "Write if: always(): skipped counts as passed for a branch protection.",
      );
    }
    const allowed = String(
      required.steps?.find(({ env }) => env?.MAY_BE_SKIPPED !== undefined)?.env?.MAY_BE_SKIPPED ?? "",
    ).split(" ");
    for (const [name, job] of Object.entries(others)) {
      if (job.if !== undefined && !allowed.includes(name))
        report("required-job", subject, `Add ${name} to MAY_BE_SKIPPED, or take its if away.`);
      if (job.if === undefined && allowed.includes(name))
        report("required-job", subject, `Take ${name} out of MAY_BE_SKIPPED: nothing may skip it.`);
    }
  }
}
