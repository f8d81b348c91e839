import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfiguration, terraformRoot } from "../configuration/load-configuration.ts";
import { planEverything } from "../configuration/plan-everything.ts";
import { blocksOf, environmentOf } from "./planned-values.ts";
import { podPrefixes } from "./pod-addresses.ts";

let resources: Awaited<ReturnType<typeof planEverything>>["resources"];
beforeAll(async () => {
  ({ resources } = await planEverything());
});

test.each([
  { what: "the strategy's private /24 cannot address 8 × 20 pods", prefixLength: 24, fits: false },
  { what: "a /20 can", prefixLength: 20, fits: true },
  { what: "the /18 of a zone has room for ten times as many", prefixLength: 18, fits: true },
])("$what", ({ prefixLength, fits }) => {
  const { needed, available } = podPrefixes({ maxReplicas: 160, maxNodes: 20, prefixLength });
  expect(needed <= available).toBe(fits);
});

test.each(["production", "dr", "staging"])(
  "every autoscaler of %s can reach its maximum in one zone",
  (environment) => {
    const own = resources.filter((resource) => environmentOf(resource) === environment);
    const maxNodes = own
      .filter(({ type }) => type === "aws_eks_node_group")
      .reduce((nodes, { values }) => nodes + Number(blocksOf(values, "scaling_config")[0]?.max_size), 0);
    const podSubnets = own.filter(({ type, address }) => type === "aws_subnet" && address.includes(".pods["));
    expect(podSubnets).toHaveLength(2);
    for (const { values } of podSubnets) {
      const prefixLength = Number(String(values.cidr_block).split("/")[1]);
      const { needed, available } = podPrefixes({ maxReplicas: 160, maxNodes, prefixLength });
      expect(needed).toBeLessThanOrEqual(available);
    }
  },
);

test("the maxima that the subnets were checked against are those of the manifests", async () => {
  const configuration = await loadConfiguration(terraformRoot);
  const cluster = configuration.get("live/production/us-east-1/cluster")?.modules.get("cluster");
  const k8s = join(terraformRoot, "../../k8s/base");
  const maxima = globSync("*/hpa.yaml", { cwd: k8s }).map((file) => {
    const { spec } = parse(readFileSync(join(k8s, file), "utf8")) as { spec: { maxReplicas: number } };
    return [basename(dirname(file)), spec.maxReplicas] as const;
  });
  expect(maxima.length).toBeGreaterThan(0);
  expect(cluster?.autoscaled_workloads).toEqual(Object.fromEntries(maxima));
});
