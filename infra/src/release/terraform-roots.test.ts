import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listTerraformRoots, withPlans } from "./terraform-roots.ts";

test("roots come in the order in which they need each other, staging first, without what is applied by hand", () => {
  const live = mkdtempSync(join(tmpdir(), "horizon-roots-"));
  const paths = [
    "bootstrap",
    "observability",
    "production/us-west-2/data",
    "production/us-east-1/data",
    "production/us-east-1/network",
    "staging/us-east-1/data",
    "staging/us-east-1/network",
    "global",
  ];
  try {
    for (const path of paths) {
      mkdirSync(join(live, path), { recursive: true });
      writeFileSync(join(live, path, "versions.tf"), "");
    }
    expect(listTerraformRoots(live).map(({ path, environment }) => `${environment} ${path}`)).toEqual([
      "shared global",
      "staging staging/us-east-1/network",
      "production production/us-east-1/network",
      "staging staging/us-east-1/data",
      "production production/us-east-1/data",
      "dr production/us-west-2/data",
      "shared observability",
    ]);
    expect(listTerraformRoots(live)[1]?.slug).toBe("staging-us-east-1-network");
  } finally {
    rmSync(live, { recursive: true, force: true });
  }
});

test("what changes nothing is not applied, and the rest keeps its order", () => {
  const plans = mkdtempSync(join(tmpdir(), "horizon-plans-"));
  const root = (path: string) =>
    ({ path, slug: path.replaceAll("/", "-"), environment: "shared", region: "us-east-1" }) as const;
  try {
    for (const slug of ["observability", "staging-us-east-1-data"]) {
      mkdirSync(join(plans, `plan-${slug}`));
      writeFileSync(join(plans, `plan-${slug}`, "planned"), "");
    }
    const roots = [root("global"), root("staging/us-east-1/data"), root("observability")];
    expect(withPlans(roots, plans).map(({ path }) => path)).toEqual([
      "staging/us-east-1/data",
      "observability",
    ]);
    expect(withPlans(roots, join(plans, "none"))).toEqual([]);
  } finally {
    rmSync(plans, { recursive: true, force: true });
  }
});
