import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listTerraformRoots } from "./terraform-roots.ts";

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
