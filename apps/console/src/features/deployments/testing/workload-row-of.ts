import type { WorkloadRow } from "@horizon/contracts";

/** A healthy Deployment with what the test cares about on top. */
export function workloadRowOf(part: Partial<WorkloadRow> = {}): WorkloadRow {
  const name = part.name ?? "billing";
  return {
    key: `uid-${name}`,
    environment: "production",
    kind: "Deployment",
    namespace: "horizon-production",
    name,
    service: name,
    health: { state: "Healthy", reason: "" },
    version: "1.0.0",
    images: [{ container: name, image: `registry.example/${name}:1.0.0` }],
    desired: 3,
    ready: 3,
    updated: 3,
    available: 3,
    restarts: 0,
    hpa: null,
    revision: 1,
    createdAt: "2026-11-20T10:00:00.000Z",
    resourceVersion: "1",
    ...part,
  };
}
