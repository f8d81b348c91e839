import { parse } from "yaml";
import { z } from "zod";

const text = z.union([z.string(), z.number(), z.boolean()]);
const settings = z.record(z.string(), z.union([text, z.null()]));
/** `{}`, a map of rights, or the shorthands that nobody should use. */
const permissions = z.union([z.string(), z.record(z.string(), z.string())]);
const environment = z.union([z.string(), z.looseObject({ name: z.string() })]);

const step = z.looseObject({
  name: z.string().optional(),
  id: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: settings.optional(),
  env: settings.optional(),
});

const job = z.looseObject({
  uses: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  if: text.optional(),
  permissions: permissions.optional(),
  environment: environment.optional(),
  "timeout-minutes": z.number().optional(),
  secrets: z.union([z.string(), settings]).optional(),
  with: settings.optional(),
  env: settings.optional(),
  strategy: z.looseObject({ matrix: z.record(z.string(), z.unknown()).optional() }).optional(),
  services: z.record(z.string(), z.looseObject({ image: z.string() })).optional(),
  steps: z.array(step).optional(),
});

const workflow = z.looseObject({
  name: z.string().optional(),
  on: z.record(z.string(), z.unknown()),
  permissions: permissions.optional(),
  concurrency: z.unknown().optional(),
  env: settings.optional(),
  jobs: z.record(z.string(), job),
});

const action = z.looseObject({ runs: z.looseObject({ steps: z.array(step).optional() }) });

export type WorkflowStep = z.infer<typeof step>;
export type WorkflowJob = z.infer<typeof job>;

/** A workflow, or a composite action, which then has steps alone. */
export interface WorkflowFile {
  /** From the root, `.github/workflows/pull-request.yml`. */
  path: string;
  text: string;
  workflow: z.infer<typeof workflow> | null;
  actionSteps: WorkflowStep[];
}

/** @throws Error that names the file, where it is neither a workflow nor an action */
export function parseWorkflow(path: string, source: string): WorkflowFile {
  const content: unknown = parse(source);
  const isAction = path.includes("/actions/");
  const result = isAction ? action.safeParse(content) : workflow.safeParse(content);
  if (!result.success) throw new Error(`${path} cannot be read: ${z.prettifyError(result.error)}`);
  const parsed = result.data;
  return {
    path,
    text: source,
    workflow: isAction ? null : (parsed as z.infer<typeof workflow>),
    actionSteps: isAction ? ((parsed as z.infer<typeof action>).runs.steps ?? []) : [],
  };
}

/** Every step of a file with the job that it belongs to; steps of an action belong to none. */
export function listSteps({
  workflow: parsed,
  actionSteps,
}: WorkflowFile): { job: string | null; step: WorkflowStep }[] {
  const ofJobs = Object.entries(parsed?.jobs ?? {}).flatMap(([name, { steps = [] }]) =>
    steps.map((each) => ({ job: name, step: each })),
  );
  return [...ofJobs, ...actionSteps.map((each) => ({ job: null, step: each }))];
}

export function needsOf({ needs = [] }: WorkflowJob): string[] {
  return typeof needs === "string" ? [needs] : needs;
}

export function environmentOf(of: WorkflowJob): string | null {
  if (of.environment === undefined) return null;
  return typeof of.environment === "string" ? of.environment : of.environment.name;
}
