import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IMAGES } from "../../images/image-catalog.ts";
import { planEverything } from "../../terraform/configuration/plan-everything.ts";
import { parseWorkflow } from "../workflow.ts";
import type { WorkflowSurroundings } from "../workflow-surroundings.ts";

const root = join(import.meta.dirname, "../../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
/** Every workflow and action of this repository. */
export const files = globSync([".github/workflows/*.yml", ".github/actions/*/action.yml"], { cwd: root }).map(
  (path) => parseWorkflow(path, read(path)),
);

/** GitHub environments with the role that the trust policy of Terraform gives to each, and how long it may be held. */
async function readRoles(): Promise<Record<string, { name: string; sessionSeconds: number }>> {
  const { resources } = await planEverything();
  const roles = resources.filter(({ type }) => type === "aws_iam_role");
  return Object.fromEntries(
    roles.flatMap(({ values }) => {
      const [, environment] = /:environment:([a-z0-9-]+)"/.exec(String(values.assume_role_policy)) ?? [];
      const role = { name: String(values.name), sessionSeconds: Number(values.max_session_duration) };
      return environment === undefined ? [] : [[environment, role]];
    }),
  );
}
export const roles = await readRoles();

export const surroundings: WorkflowSurroundings = {
  exists: (path) => existsSync(join(root, path)),
  scripts: Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts),
  gates: [...read("local/src/test.ts").matchAll(/(?:name: |vitest\()"([^"]+)"/g)].map(
    ([, name]) => name ?? "",
  ),
  images: IMAGES,
  environments: Object.fromEntries(
    Object.entries(roles).map(([environment, { name }]) => [environment, name]),
  ),
};
