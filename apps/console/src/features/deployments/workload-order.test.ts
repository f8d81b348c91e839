import type { HealthState } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { comparatorOf, type SortState } from "../../components/table/column.ts";
import { workloadRowOf } from "./testing/workload-row-of.ts";
import { compareWorkloads, workloadComparisons } from "./workload-order.ts";

const columns = Object.entries(workloadComparisons).map(([id, compare]) => ({
  id,
  header: id,
  cell: () => null,
  compare,
}));

function namesSorted(rows: ReturnType<typeof workloadRowOf>[], sort: SortState | null = null): string[] {
  return rows.toSorted(comparatorOf(columns, sort, compareWorkloads)).map((row) => row.name);
}

function withState(name: string, state: HealthState) {
  return workloadRowOf({ name, health: { state, reason: "" } });
}

describe("the order of workloads", () => {
  test("by default the worst comes first, and Unknown is never under Healthy", () => {
    const rows = [
      withState("a-healthy", "Healthy"),
      withState("b-progressing", "Progressing"),
      withState("c-paused", "Paused"),
      withState("d-unknown", "Unknown"),
      withState("e-degraded", "Degraded"),
      withState("f-failed", "Failed"),
    ];
    expect(namesSorted(rows)).toEqual([
      "f-failed",
      "e-degraded",
      "d-unknown",
      "c-paused",
      "b-progressing",
      "a-healthy",
    ]);
  });

  test.each(["asc", "desc"] as const)(
    "equal rows stay in the order of their names when sorting %s",
    (direction) => {
      const rows = ["worker", "auth", "credit"].map((name) => workloadRowOf({ name }));
      expect(namesSorted(rows, { column: "restarts", direction })).toEqual(["auth", "credit", "worker"]);
    },
  );

  test("versions order by their numbers, not by their letters", () => {
    const rows = [
      workloadRowOf({ name: "ten", version: "1.10.0" }),
      workloadRowOf({ name: "nine", version: "1.9.0" }),
    ];
    expect(namesSorted(rows, { column: "version", direction: "asc" })).toEqual(["nine", "ten"]);
  });

  test("readiness is a share: 19 of 20 is better off than 1 of 2, and 0 of 0 is complete", () => {
    const rows = [
      workloadRowOf({ name: "half", ready: 1, desired: 2 }),
      workloadRowOf({ name: "most", ready: 19, desired: 20 }),
      workloadRowOf({ name: "scaled-to-zero", ready: 0, desired: 0 }),
    ];
    expect(namesSorted(rows, { column: "ready", direction: "asc" })).toEqual([
      "half",
      "most",
      "scaled-to-zero",
    ]);
  });

  test("the oldest has the largest age", () => {
    const rows = [
      workloadRowOf({ name: "new", createdAt: "2026-11-24T00:00:00.000Z" }),
      workloadRowOf({ name: "old", createdAt: "2026-01-01T00:00:00.000Z" }),
    ];
    expect(namesSorted(rows, { column: "age", direction: "desc" })).toEqual(["old", "new"]);
  });
});
