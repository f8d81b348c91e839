import { describe, expect, test } from "vitest";
import {
  type NormalizeInput,
  normalizeReplicas,
  type PodUsage,
  replicasForUtilization,
} from "./hpa-replicas.ts";

const pods = (...usages: (number | `${number} unready`)[]): PodUsage[] =>
  usages.map((usage) => ({
    usage: Number.parseFloat(String(usage)),
    request: 100,
    ready: typeof usage === "number",
  }));

describe("replicas for a target of 70 %", () => {
  test.each<[string, PodUsage[], number]>([
    ["within tolerance above stays", pods(76, 76, 76), 3],
    ["within tolerance below stays", pods(64, 64, 64), 3],
    ["doubled load doubles", pods(140, 140, 140), 6],
    ["any remainder rounds up", pods(90, 90, 90), 4],
    ["low load shrinks", pods(20, 20, 20), 1],
    ["no ready pod changes nothing", pods("300 unready"), 1],
    ["unready pods count as idle before scaling up", pods(140, 140, "0 unready", "0 unready"), 4],
    ["a real overload scales in spite of unready pods", pods(200, 200, 200, "0 unready"), 9],
  ])("%s", (_case, usages, expected) => {
    expect(replicasForUtilization(usages, usages.length, 70)).toBe(expected);
  });
});

describe("normalised", () => {
  const NOW = 1_000_000;
  const base: NormalizeInput = {
    current: 4,
    wanted: 4,
    minReplicas: 3,
    maxReplicas: 20,
    behavior: undefined,
    recommendations: [],
    changes: [],
    nowMs: NOW,
  };
  test.each<[string, Partial<NormalizeInput>, { replicas: number; limit: string; stabilized?: boolean }]>([
    ["within the range", { wanted: 6 }, { replicas: 6, limit: "DesiredWithinRange" }],
    ["not below the minimum", { wanted: 1 }, { replicas: 3, limit: "TooFewReplicas" }],
    ["not above the maximum", { current: 15, wanted: 40 }, { replicas: 20, limit: "TooManyReplicas" }],
    ["at most double or four more in 15 s", { wanted: 12 }, { replicas: 8, limit: "ScaleUpLimit" }],
    [
      "what was added already counts against the rate",
      { current: 8, wanted: 12, changes: [{ timeMs: NOW - 5_000, replicas: 4 }] },
      { replicas: 8, limit: "ScaleUpLimit" },
    ],
    [
      "the highest recommendation of five minutes holds against shrinking",
      { current: 8, wanted: 3, recommendations: [{ timeMs: NOW - 200_000, replicas: 6 }] },
      { replicas: 6, limit: "DesiredWithinRange", stabilized: true },
    ],
    [
      "older recommendations no longer count",
      { current: 8, wanted: 3, recommendations: [{ timeMs: NOW - 301_000, replicas: 8 }] },
      { replicas: 3, limit: "DesiredWithinRange", stabilized: false },
    ],
    [
      "disabled scale-down never shrinks",
      { current: 8, wanted: 3, behavior: { scaleDown: { selectPolicy: "Disabled" } } },
      { replicas: 8, limit: "ScaleDownLimit" },
    ],
  ])("%s", (_case, input, expected) => {
    expect(normalizeReplicas({ ...base, ...input })).toMatchObject(expected);
  });
});
