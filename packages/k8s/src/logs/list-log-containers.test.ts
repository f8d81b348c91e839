import { describe, expect, it } from "vitest";
import { podOf, templateOf } from "../testing/fixtures.ts";
import { projectPod } from "../workloads/pod-facts.ts";
import { listLogContainers } from "./list-log-containers.ts";

const template = templateOf("1.0.0", {
  containers: [{ name: "web" }, { name: "pgbouncer" }],
  initContainers: [{ name: "migrate" }, { name: "proxy", restartPolicy: "Always" }],
});

describe("listLogContainers", () => {
  it("offers what runs, what stays beside it, and what ran before it", () => {
    expect(listLogContainers(template, [])).toEqual([
      { name: "web", role: "main" },
      { name: "pgbouncer", role: "sidecar" },
      { name: "proxy", role: "sidecar" },
      { name: "migrate", role: "init" },
    ]);
  });

  it("offers what pods have beyond the template, once, also of an older one", () => {
    const pods = [
      podOf("a", {
        spec: {
          containers: [{ name: "web" }, { name: "istio-proxy" }],
          initContainers: [{ name: "istio-init" }],
          ephemeralContainers: [{ name: "debugger-x7k2p" }],
        },
      }),
      podOf("b", { spec: { containers: [{ name: "old" }, { name: "web" }] } }),
    ].map(projectPod);
    expect(listLogContainers(template, pods)).toEqual([
      { name: "web", role: "main" },
      { name: "old", role: "main" },
      { name: "pgbouncer", role: "sidecar" },
      { name: "proxy", role: "sidecar" },
      { name: "istio-proxy", role: "sidecar" },
      { name: "migrate", role: "init" },
      { name: "istio-init", role: "init" },
      { name: "debugger-x7k2p", role: "ephemeral" },
    ]);
  });

  it("offers those of the pods where the template is not known", () => {
    expect(listLogContainers(undefined, [projectPod(podOf("a"))])).toEqual([{ name: "web", role: "main" }]);
  });
});
