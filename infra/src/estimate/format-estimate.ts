import type { PlannedResource } from "../terraform/configuration/expand-root.ts";
import { environmentOf } from "../terraform/policy/planned-values.ts";
import { estimateEnvironment } from "./estimate-environment.ts";
import { prices } from "./prices.ts";
import { strategyBudget, thirdParty } from "./strategy-budget.ts";

export const environments = ["production", "dr", "staging", "shared"] as const;

const usd = (value: number) => `${Math.round(value).toLocaleString("en-US")} USD`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Total of one environment in USD a month. */
export function totalOf(resources: readonly PlannedResource[], environment: string): number {
  return sum(estimateEnvironment(resources, environment).map(({ usdPerMonth }) => usdPerMonth));
}

/** The whole report: production line by line beside the strategy, then every environment, then what each is made of. */
export function formatEstimate(resources: readonly PlannedResource[]): string {
  const production = estimateEnvironment(resources, "production");
  const lines = strategyBudget.map(({ line, category, usd: planned, why }) => {
    const items = production.filter((item) => item.line === line);
    const cost = sum(items.map(({ usdPerMonth }) => usdPerMonth));
    const detail = items.map(({ what, usdPerMonth }) => `      ${what}: ${usd(usdPerMonth)}`);
    return [
      `  ${line} (${category}): ${usd(cost)}, strategy ${usd(planned)}, ${cost < planned ? "-" : "+"}${usd(Math.abs(cost - planned))}. ${why}`,
      ...detail,
    ].join("\n");
  });
  const third = sum(Object.values(thirdParty));
  const planned = sum(strategyBudget.map((line) => line.usd)) + third;
  const rows = environments.map((environment) => {
    const count = resources.filter((resource) => environmentOf(resource) === environment).length;
    return `  ${environment}: ${usd(totalOf(resources, environment))}, ${count} resources`;
  });
  const all = sum(environments.map((environment) => totalOf(resources, environment)));
  return [
    `Monthly estimate at list prices of ${prices.asOf} (infra/src/estimate/prices.ts), with the usage of usage.ts.`,
    "",
    "Production, line by line",
    ...lines,
    `  Third-party services: ${usd(third)}, as the strategy has them; they are not on this bill.`,
    `  Production with third-party services: ${usd(totalOf(resources, "production") + third)}, strategy ${usd(planned)} (its own total says about 6,400 USD).`,
    "",
    "Environments, without third-party services",
    ...rows,
    `  all: ${usd(all)}`,
    "",
    "DR is not in the strategy's 7.1: a warm replica, a member of each global store, two nodes and an edge that waits.",
  ].join("\n");
}
