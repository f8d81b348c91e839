import type { Finding } from "../policy/finding.ts";
import { environmentOf, listSteps, needsOf, type WorkflowFile, type WorkflowJob } from "./workflow.ts";

/** What exists around the workflows. */
export interface WorkflowSurroundings {
  exists: (path: string) => boolean;
  /** Names of the scripts of package.json. */
  scripts: readonly string[];
  /** Names that the gates of `pnpm test` answer to. */
  gates: readonly string[];
  images: readonly { name: string; dockerfile: string }[];
  /** GitHub environments, and for each the AWS role that Terraform makes for it; null where it has none. */
  environments: Readonly<Record<string, string | null>>;
}

/** `terraform-roots.ts` gives each root one of these. */
const ROOT_ENVIRONMENTS = ["shared", "staging", "production", "dr"];
const ROOT_ENVIRONMENT = /^\$\{\{ matrix\.root\.environment \}\}/;

type Report = (rule: string, subject: string, message: string) => void;

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
      checkMatrix(job, surroundings, subject, report);
      checkEnvironment(file, job, files, surroundings, subject, report);
    }
  }
  checkRequired(files, report);
  return findings;
}

function checkCall(
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

function checkMatrix(
  { strategy }: WorkflowJob,
  { images }: WorkflowSurroundings,
  subject: string,
  report: Report,
): void {
  const listed = strategy?.matrix?.image;
  if (!Array.isArray(listed)) return;
  const built = new Map(
    (listed as { name: string; dockerfile: string }[]).map(({ name, dockerfile }) => [name, dockerfile]),
  );
  for (const { name, dockerfile } of images) {
    if (built.get(name) !== dockerfile)
      report("matrix", subject, `Build ${name} from ${dockerfile}: it is in the catalogue of images.`);
    built.delete(name);
  }
  for (const name of built.keys())
    report(
      "matrix",
      subject,
      `No image is called ${name}: add it to infra/src/images/image-catalog.ts or take it out.`,
    );
}

/** Folders whose files a script can name. */
const PATH =
  /(?<![\w./$-])(?:\.\/)?(?:apps|packages|infra|k8s|datadog|runbooks|local|e2e|migrations|\.github)\/[\w./-]*[\w/]/g;
/** Made by a run, so not in the repository. */
const MADE = ["e2e/test-results"];

function checkPaths(
  file: WorkflowFile,
  { exists, scripts, gates }: WorkflowSurroundings,
  report: Report,
): void {
  const matrixPaths = Object.values(file.workflow?.jobs ?? {}).flatMap(({ strategy }) =>
    JSON.stringify(strategy?.matrix ?? {}),
  );
  const texts = listSteps(file).flatMap(({ step }) => [
    step.run ?? "",
    step.uses?.startsWith("./") ? step.uses : "",
    ...Object.values(step.with ?? {}).map(String),
  ]);
  const filters = /\*/;
  for (const path of [...texts, ...matrixPaths].flatMap((each) =>
    filters.test(each) ? [] : (each.match(PATH) ?? []),
  )) {
    const plain = path.replace(/^\.\//, "").replace(/\/$/, "");
    // A path that ends at a variable, such as k8s/overlays/$ENVIRONMENT, is checked as far as it is known.
    if (!MADE.includes(plain) && !exists(plain))
      report("paths-exist", file.path, `There is no ${plain}: mend the path.`);
  }
  for (const { step } of listSteps(file)) {
    for (const [, script = "", rest = ""] of (step.run ?? "").matchAll(
      /npx -y pnpm@12 ([\w:-]+)([^\n|&]*)/g,
    )) {
      if (!["install", "exec"].includes(script) && !scripts.includes(script)) {
        report(
          "scripts-exist",
          file.path,
          `package.json has no script ${script}: write ${scripts.join(", ")}.`,
        );
      }
      if (script !== "test") continue;
      for (const gate of rest.match(/"[^"]+"|[\w-]+/g) ?? []) {
        const name = gate.replaceAll('"', "");
        if (!gates.includes(name))
          report("scripts-exist", file.path, `pnpm test has no gate ${name}: write ${gates.join(", ")}.`);
      }
    }
  }
}

function checkEnvironment(
  file: WorkflowFile,
  job: WorkflowJob,
  files: readonly WorkflowFile[],
  { environments }: WorkflowSurroundings,
  subject: string,
  report: Report,
): void {
  const name = environmentOf(job);
  const roles = (job.steps ?? []).flatMap(
    ({ with: given }) => String(given?.["role-to-assume"] ?? "").split("role/")[1] ?? [],
  );
  if (roles.length > 0 && name === null)
    report(
      "role-of-environment",
      subject,
      "Name the environment: Terraform gives a role to one environment alone.",
    );
  if (name === null) return;
  for (const value of valuesOf(name, file, files)) {
    const role = environments[value];
    if (role === undefined) {
      report(
        "environments-exist",
        subject,
        `Terraform knows no GitHub environment ${value}: write ${Object.keys(environments).join(", ")}.`,
      );
      continue;
    }
    for (const wanted of roles.map((each) => fill(each, name, value))) {
      if (wanted !== role)
        report(
          "role-of-environment",
          subject,
          `Environment ${value} may assume ${role ?? "no role"}, not ${wanted}.`,
        );
    }
  }
}

/** A role's name with what the environment's name stands for, which both write with the same expression. */
function fill(role: string, name: string, value: string): string {
  const [expression] = name.match(ROOT_ENVIRONMENT) ?? [];
  if (expression === undefined) return role.replaceAll(name, value);
  return role.replaceAll(expression, value.slice(0, value.length - (name.length - expression.length)));
}

/** What an environment's name can be: itself, what callers give for the input, or one for each environment of the roots of Terraform. */
function valuesOf(name: string, file: WorkflowFile, files: readonly WorkflowFile[]): string[] {
  const [, input] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(name) ?? [];
  const [expression] = name.match(ROOT_ENVIRONMENT) ?? [];
  if (expression !== undefined) return ROOT_ENVIRONMENTS.map((each) => name.replace(expression, each));
  if (input === undefined) return [name];
  const callers = files
    .flatMap(({ workflow }) => Object.values(workflow?.jobs ?? {}))
    .filter(({ uses }) => uses === `./${file.path}`);
  return callers.map((caller) => String(caller.with?.[input]));
}

/** The one check that protects a branch: it waits for every other job, runs whatever happened, and knows who may be skipped. */
function checkRequired(files: readonly WorkflowFile[], report: Report): void {
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
