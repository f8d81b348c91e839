import type { Freshness } from "@horizon/contracts";
import { expect, test } from "vitest";
import type { Estate } from "./estate.ts";
import { getCachedWorkload } from "./find-workload.ts";

const ref = { environment: "production", kind: "Rollout", namespace: "shop", name: "web" } as const;

/** An estate with one empty cluster. */
function estateOf(asOf: Freshness["asOf"]): Estate {
  const cache = {
    index: { findWorkloadByName: () => undefined },
    freshness: (): Freshness => ({ state: "unreachable", asOf, reason: "connection refused" }),
  };
  const cluster = { name: "production", cache };
  const estate = {
    getCluster: () => cluster,
    getEnvironment: () => ({ info: { namespaces: ["shop"] }, cluster }),
  };
  return estate as unknown as Estate;
}

test.each([
  [
    "a cluster that was read once knows what it does not have",
    "2026-11-29T12:00:00.000Z",
    "shop",
    "NOT_FOUND",
  ],
  ["of a cluster that was never read nothing is known", null, "shop", "UPSTREAM_UNAVAILABLE"],
  ["a namespace of another environment stays unknown", null, "bank", "NOT_FOUND"],
])("%s", (_case, asOf, namespace, code) => {
  expect(() => getCachedWorkload(estateOf(asOf), { ...ref, namespace })).toThrow(
    expect.objectContaining({ code }),
  );
});
