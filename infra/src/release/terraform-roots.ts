import { existsSync, globSync } from "node:fs";
import { dirname, join } from "node:path";

/** A folder under `infra/terraform/live` that is planned and applied by itself. */
export interface TerraformRoot {
  /** From `infra/terraform/live`, `production/us-east-1/data`. */
  path: string;
  /** For names of artifacts: `production-us-east-1-data`. */
  slug: string;
  /** Whose roles it is planned and applied with. */
  environment: "shared" | "staging" | "production" | "dr";
  /** Where it is made, and where its state lies: the DR region's must not need the primary's. */
  region: string;
}

/** What others need comes first; a root that is not named here comes last. */
const ORDER = ["global", "network", "data", "cluster", "edge", "observability"];
const ENVIRONMENTS = ["staging", "production/us-east-1", "production/us-west-2"];

/**
 * The roots in the order in which they are applied: by layer, staging before production. `bootstrap` holds the state's own bucket and
 * the roles of these workflows; an administrator applies it by hand.
 */
export function listTerraformRoots(live: string): TerraformRoot[] {
  const paths = globSync("**/versions.tf", { cwd: live, exclude: (path) => path.includes(".terraform") }).map(
    dirname,
  );
  const rank = (path: string) => {
    const layer = ORDER.indexOf(path.split("/").at(-1) ?? "");
    return (
      (layer < 0 ? ORDER.length : layer) * 10 + ENVIRONMENTS.findIndex((prefix) => path.startsWith(prefix))
    );
  };
  return paths
    .filter((path) => path !== "bootstrap")
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other))
    .map((path) => ({
      path,
      slug: path.replaceAll("/", "-"),
      environment: environmentOf(path),
      region: path.split("/")[1] ?? "us-east-1",
    }));
}

/** Those of the roots whose plan changes something: others leave no plan. Their order stays. */
export function withPlans(roots: readonly TerraformRoot[], plans: string): TerraformRoot[] {
  return roots.filter(({ slug }) => existsSync(join(plans, `plan-${slug}`, "planned")));
}

function environmentOf(path: string): TerraformRoot["environment"] {
  if (path.startsWith("staging/")) return "staging";
  if (path.startsWith("production/us-west-2/")) return "dr";
  return path.startsWith("production/") ? "production" : "shared";
}
