import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Test files of half a minute and more, on two cores. Without durations of an earlier run, as in a fresh clone, the larger file
 * comes first, and one that is short to read and long to run would come last and keep one core waiting.
 */
export const longest = [
  "apps/backend/src/conformance/bad-input.integration.test.ts",
  "apps/ops-server/src/start-api.integration.test.ts",
  "infra/src/runbooks/walk-runbooks.integration.test.ts",
  "local/src/start.integration.test.ts",
  // Builds of the console: not beside the one that the browser tests begin with.
  "infra/src/images/console-image.integration.test.ts",
  "local/src/demo.integration.test.ts",
  "infra/src/images/build-stages.integration.test.ts",
  "apps/backend/src/conformance/recovery.integration.test.ts",
  "packages/k8s/src/cluster-cache/lab-faults.integration.test.ts",
  "infra/src/workflows/migrate-step.integration.test.ts",
  "apps/backend/src/services/dispute/states.integration.test.ts",
];

/** Vitest's own order, after those that take long. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((path) => moduleId.endsWith(path));
      return at === -1 ? longest.length : at;
    };
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
