import { beforeAll, expect, test } from "vitest";
import { expandRoot, type PlannedResource } from "../terraform/configuration/expand-root.ts";
import type { Module } from "../terraform/configuration/load-configuration.ts";
import { exampleInputs, planEverything } from "../terraform/configuration/plan-everything.ts";
import { estimateEnvironment } from "./estimate-environment.ts";
import { environments, formatEstimate, totalOf } from "./format-estimate.ts";
import { strategyBudget } from "./strategy-budget.ts";

let configuration: ReadonlyMap<string, Module>;
let resources: PlannedResource[];
beforeAll(async () => {
  ({ configuration, resources } = await planEverything());
});

/** Production's data layer with one input of a module changed, and what it then costs. */
function lineWith(module: string, change: object, line: string): number {
  const path = "live/production/us-east-1/data";
  const root = configuration.get(path);
  if (!root) throw new Error(`no ${path}`);
  const modules = new Map(root.modules).set(module, { ...root.modules.get(module), ...change });
  const changed = expandRoot(new Map(configuration).set(path, { ...root, modules }), path, exampleInputs);
  return estimateEnvironment(changed, "production")
    .filter((item) => item.line === line)
    .reduce((total, { usdPerMonth }) => total + usdPerMonth, 0);
}

test("a line counts what the configuration says", () => {
  const two = lineWith("database", {}, "PostgreSQL replicas");
  expect(lineWith("database", { read_replicas: 3 }, "PostgreSQL replicas")).toBeCloseTo(two * 1.5);
  expect(lineWith("database", { read_replicas: 0 }, "PostgreSQL replicas")).toBe(0);
  const redis = lineWith("cache", {}, "Redis");
  expect(lineWith("cache", { replicas_per_shard: 2 }, "Redis")).toBeCloseTo(redis * 1.5);
  expect(lineWith("database", { multi_az: false }, "PostgreSQL primary")).toBeCloseTo(
    lineWith("database", {}, "PostgreSQL primary") / 2,
  );
});

test("a type without a price is an error, not a zero", () => {
  expect(() => lineWith("database", { instance_class: "db.r8g.48xlarge" }, "PostgreSQL primary")).toThrow(
    "There is no price for db.r8g.48xlarge",
  );
});

test("known prices give known lines", () => {
  const production = estimateEnvironment(resources, "production");
  const cost = (line: string) =>
    production
      .filter((item) => item.line === line)
      .reduce((total, { usdPerMonth }) => total + usdPerMonth, 0);
  expect(cost("EKS control plane")).toBeCloseTo(73);
  expect(cost("Nodes, general")).toBeCloseTo(4 * 0.192 * 730);
  expect(cost("PostgreSQL primary")).toBeCloseTo(2 * (0.45 * 730 + 500 * 0.115));
});

test("the schedules of staging are on the bill", () => {
  const nodes = estimateEnvironment(resources, "staging").find(({ line }) => line === "Nodes, general");
  expect(nodes?.what).toBe("2 × m6i.large, 282 hours");
});

test("the report has every line of the strategy with its reason, and every environment", () => {
  const report = formatEstimate(resources);
  for (const { line, why } of strategyBudget) {
    expect(report).toContain(line);
    expect(report).toContain(why);
  }
  for (const environment of environments) {
    expect(totalOf(resources, environment)).toBeGreaterThan(0);
    expect(report).toMatch(new RegExp(`${environment}: [\\d,]+ USD, \\d+ resources`));
  }
});
