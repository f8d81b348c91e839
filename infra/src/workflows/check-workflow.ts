import type { Finding } from "../policy/finding.ts";
import { listSteps, type WorkflowFile, type WorkflowJob, type WorkflowStep } from "./workflow.ts";

type Report = (rule: string, where: string | null, message: string) => void;

/** Actions of others that are taken by commit; ours are taken as they are in the same commit. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
/** What somebody outside can write, and a shell or an expression would run. */
const UNTRUSTED =
  /\$\{\{[^}]*(github\.event\.(?!pull_request\.number|merge_group\.head_sha)[\w.*-]+|github\.head_ref|github\.ref_name|github\.actor|inputs\.[\w-]+|matrix\.[\w.-]+|steps\.[\w-]+\.outputs\.[\w-]+)/;
const AWS_KEYS = /aws-access-key-id|aws-secret-access-key|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY/;
/** Longest that a job may hold a runner; GitHub's own limit is six hours. */
const MAX_MINUTES = 355;

/** What is wrong with one workflow or action, whatever the others say. */
export function checkWorkflow(file: WorkflowFile): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, where, message) =>
    findings.push({ rule, subject: where === null ? file.path : `${file.path}: ${where}`, message });
  if (file.workflow) checkTop(file, report);
  for (const [name, job] of Object.entries(file.workflow?.jobs ?? {})) checkJob(name, job, report);
  for (const { job, step } of listSteps(file)) checkStep(job, step, file, report);
  if (AWS_KEYS.test(file.text)) {
    report(
      "no-long-lived-keys",
      null,
      "Take a role with OIDC: role-to-assume and id-token: write, in place of AWS keys.",
    );
  }
  return findings;
}

function checkTop({ workflow }: WorkflowFile, report: Report): void {
  if (!workflow) return;
  if (
    typeof workflow.permissions === "string" ||
    workflow.permissions === undefined ||
    Object.keys(workflow.permissions).length > 0
  ) {
    report(
      "no-default-permissions",
      null,
      "Write permissions: {} at the top, and give each job what it needs.",
    );
  }
  if ("pull_request_target" in workflow.on || "workflow_run" in workflow.on) {
    report(
      "no-privileged-triggers",
      null,
      "Use pull_request: pull_request_target and workflow_run run foreign code beside our secrets.",
    );
  }
  if (!("workflow_call" in workflow.on) && workflow.concurrency === undefined) {
    report("concurrency", null, "Name a concurrency group: two pushes must not deploy over each other.");
  }
}

function checkJob(name: string, job: WorkflowJob, report: Report): void {
  if (job.permissions === undefined)
    report("job-permissions", name, "Give the job its permissions, contents: read for most.");
  if (typeof job.permissions === "string") {
    report("no-broad-permissions", name, `List what it needs in place of ${job.permissions}.`);
  }
  if (job.uses === undefined) {
    const minutes = job["timeout-minutes"];
    if (minutes === undefined)
      report("timeout", name, "Set timeout-minutes: without it a hung job holds a runner for six hours.");
    else if (minutes > MAX_MINUTES) report("timeout", name, `Set timeout-minutes to ${MAX_MINUTES} or less.`);
  }
  if (job.secrets === "inherit")
    report("no-inherited-secrets", name, "Pass the secrets that it needs by name.");
  for (const [service, { image }] of Object.entries(job.services ?? {})) {
    if (!/:[\w.-]+@sha256:[0-9a-f]{64}$/.test(image)) {
      report(
        "image-by-digest",
        `${name}, service ${service}`,
        `${image} can change under us: write name:tag@sha256:<digest>.`,
      );
    }
  }
}

function checkStep(job: string | null, step: WorkflowStep, { text }: WorkflowFile, report: Report): void {
  const where = [job, step.name ?? step.id ?? step.uses ?? step.run?.split("\n")[0]]
    .filter(Boolean)
    .join(", ");
  if (step.uses !== undefined && !step.uses.startsWith("./")) {
    if (!PINNED.test(step.uses)) {
      report(
        "pinned-actions",
        where,
        `Pin ${step.uses.split("@")[0]} to the 40 digits of a commit, with # vX.Y.Z behind it: a tag can be moved.`,
      );
    } else if (!new RegExp(`${step.uses} # v\\d+\\.\\d+\\.\\d+\\s*$`, "m").test(text)) {
      report(
        "pinned-actions",
        where,
        `Write the version behind ${step.uses.split("@")[0]} as # vX.Y.Z: Dependabot and people read it.`,
      );
    }
    if (step.uses.startsWith("actions/checkout@") && step.with?.["persist-credentials"] !== false) {
      report(
        "no-persisted-credentials",
        where,
        "Set persist-credentials: false: later steps would find the token on the disk.",
      );
    }
  }
  const injected = step.run === undefined ? null : UNTRUSTED.exec(step.run);
  if (injected) {
    report(
      "no-script-injection",
      where,
      `Pass ${injected[1]} through env and write "$NAME": in the script it is run as code.`,
    );
  }
  if (step.run !== undefined && /\$\{\{\s*secrets\./.test(step.run)) {
    report(
      "no-secrets-in-scripts",
      where,
      "Pass the secret through env: in the script it stands in the log of a failure.",
    );
  }
}
