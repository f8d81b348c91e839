import { describe, expect, it } from "vitest";
import { deploymentOf } from "../testing/fixtures.ts";
import { diffDryRun, diffJson } from "./diff-json.ts";

describe("diffJson", () => {
  it("compares named members by name", () => {
    const before = { containers: [{ name: "web", image: "a" }] };
    const after = {
      containers: [
        { name: "proxy", image: "p" },
        { name: "web", image: "b" },
      ],
    };
    expect(
      diffJson(before, after, "spec")
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(["spec.containers[proxy]", "spec.containers[web].image"]);
  });

  it.each([
    [{ env: [{ name: "KEY", value: "hunter1" }] }, { env: [{ name: "KEY", value: "hunter2" }] }],
    [{}, { env: [{ name: "KEY", value: "hunter2" }] }],
    [{}, { containers: [{ name: "web", env: [{ name: "KEY", value: "hunter2" }] }] }],
    [{ env: [] }, { env: [{ name: "KEY", value: "hunter2" }] }],
  ])("never shows the value of an environment variable", (before, after) => {
    const text = JSON.stringify(diffJson({ spec: before }, { spec: after }));
    expect(text).not.toContain("hunter");
    expect(text).toContain("sha256:");
  });

  it("hides from a dry run what the server writes by itself", () => {
    const live = deploymentOf();
    const dryRun = deploymentOf({
      metadata: { resourceVersion: "99", generation: 3, managedFields: [{}] },
      spec: { replicas: 5 },
      status: { replicas: 9 },
    });
    expect(diffDryRun(live, dryRun)).toEqual([{ path: "spec.replicas", before: "3", after: "5" }]);
  });
});
