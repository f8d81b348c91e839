import type { Finding } from "../policy/finding.ts";
import { checkCall } from "./check-call.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkImageMatrix } from "./check-image-matrix.ts";
import { checkPaths } from "./check-paths.ts";
import { checkRequiredJob } from "./check-required-job.ts";
import type { WorkflowFile } from "./workflow.ts";
import type { Report, WorkflowSurroundings } from "./workflow-surroundings.ts";

/** What workflows promise each other and name outside of themselves. */
export function checkWorkflows(
  files: readonly WorkflowFile[],
  surroundings: WorkflowSurroundings,
): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, subject, message) => findings.push({ rule, subject, message });
  const byPath = new Map(files.map((file) => [`./${file.path}`, file]));
  for (const file of files) {
    checkPaths(file, surroundings, report);
    for (const [name, job] of Object.entries(file.workflow?.jobs ?? {})) {
      const subject = `${file.path}: ${name}`;
      if (job.uses !== undefined) checkCall(job, byPath.get(job.uses), subject, report);
      checkImageMatrix(job, surroundings, subject, report);
      checkEnvironment(file, job, files, surroundings, subject, report);
    }
  }
  checkRequiredJob(files, report);
  return findings;
}
