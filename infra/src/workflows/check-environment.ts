import { environmentOf, type WorkflowFile, type WorkflowJob } from "./workflow.ts";
import type { Report, WorkflowSurroundings } from "./workflow-surroundings.ts";

/** `terraform-roots.ts` gives each root one of these. */
const ROOT_ENVIRONMENTS = ["shared", "staging", "production", "dr"];
const ROOT_ENVIRONMENT = /^\$\{\{ matrix\.root\.environment \}\}/;

/** A job's environment is one that Terraform knows, and the role that it takes is the one of that environment. */
export function checkEnvironment(
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
