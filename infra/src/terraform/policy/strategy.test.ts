import { beforeAll, describe, expect, test } from "vitest";
import { totalOf } from "../../estimate/format-estimate.ts";
import { IMAGES } from "../../images/image-catalog.ts";
import type { PlannedResource } from "../configuration/expand-root.ts";
import { planEverything } from "../configuration/plan-everything.ts";
import type { Value } from "../hcl/value.ts";
import { blocksOf, environmentOf } from "./planned-values.ts";

/** The deployment strategy's §1, §4 and §7 as data: what must be so, and where. */
let resources: PlannedResource[];
beforeAll(async () => {
  ({ resources } = await planEverything());
});

const of = (environment: string, type: string) =>
  resources.filter((resource) => environmentOf(resource) === environment && resource.type === type);
const one = (environment: string, address: string): PlannedResource => {
  const found = resources.filter(
    (resource) => environmentOf(resource) === environment && resource.address.endsWith(address),
  );
  expect(found, `${environment}: ${address}`).toHaveLength(1);
  return found[0] as PlannedResource;
};

describe("networks", () => {
  test.each([
    ["production", "10.0", "us-east-1"],
    ["dr", "10.1", "us-west-2"],
    ["staging", "10.2", "us-east-1"],
  ])("%s has the six subnets of the strategy in %s", (environment, prefix, region) => {
    expect(one(environment, "aws_vpc.this").values.cidr_block).toBe(`${prefix}.0.0/16`);
    const cidrs = of(environment, "aws_subnet")
      .filter(({ address }) => !address.includes(".pods["))
      .map(({ address, values }) => `${/subnet\.(\w+)/.exec(address)?.[1]} ${String(values.cidr_block)}`);
    expect(cidrs.sort()).toEqual(
      [
        `public ${prefix}.1.0/24`,
        `public ${prefix}.2.0/24`,
        `private ${prefix}.10.0/24`,
        `private ${prefix}.20.0/24`,
        `data ${prefix}.100.0/24`,
        `data ${prefix}.200.0/24`,
      ].sort(),
    );
    expect(new Set(of(environment, "aws_subnet").map(({ region: where }) => where))).toEqual(
      new Set([region]),
    );
  });

  test("no two environments share an address", () => {
    const blocks = resources
      .filter(({ type }) => type === "aws_vpc" || type === "aws_vpc_ipv4_cidr_block_association")
      .map(({ values }) => values.cidr_block);
    expect(new Set(blocks).size).toBe(6);
  });

  test("data subnets have no way out", () => {
    const routes = resources.filter(({ type }) => type === "aws_route");
    expect(routes.filter(({ address }) => !/route\.(internet|nat)/.test(address))).toEqual([]);
  });
});

describe("sizes of production", () => {
  test.each<[string, string, Value]>([
    ["module.database.aws_db_instance.primary", "instance_class", "db.r6g.xlarge"],
    ["module.database.aws_db_instance.primary", "allocated_storage", 500],
    ["module.database.aws_db_instance.primary", "storage_type", "gp3"],
    ["module.database.aws_db_instance.primary", "multi_az", true],
    ["module.database.aws_db_instance.primary", "backup_retention_period", 7],
    ["module.database.aws_db_instance.primary", "performance_insights_enabled", true],
    ["module.database.aws_db_instance.replica[1]", "instance_class", "db.r6g.xlarge"],
    ["module.database.aws_db_instance_automated_backups_replication.this[0]", "region", "us-west-2"],
    ["module.database.aws_db_instance_automated_backups_replication.this[0]", "retention_period", 7],
    ["module.cache.aws_elasticache_replication_group.this", "node_type", "cache.r6g.large"],
    ["module.cache.aws_elasticache_replication_group.this", "cluster_mode", "enabled"],
    ["module.cache.aws_elasticache_replication_group.this", "replicas_per_node_group", 1],
    ["module.documentdb.aws_docdb_cluster_instance.this[0]", "instance_class", "db.r5.large"],
    ['module.cluster.aws_eks_node_group.this["workers"]', "capacity_type", "SPOT"],
    ["module.cluster.aws_eks_cluster.this", "name", "horizon-production"],
    [
      "module.storage.aws_s3_bucket_object_lock_configuration.backups[0]",
      "rule",
      [{ default_retention: [{ mode: "GOVERNANCE", days: 90 }] }],
    ],
  ])("%s: %s", (address, name, expected) => {
    expect(one("production", address).values[name]).toEqual(expected);
  });

  test.each([
    ["general", "m6i.xlarge", 4],
    ["workers", "r6i.large", 2],
  ])("nodes %s are %s × %d", (group, type, count) => {
    const { values } = one("production", `aws_eks_node_group.this["${group}"]`);
    expect((values.instance_types as Value[])[0]).toBe(type);
    expect(blocksOf(values, "scaling_config")[0]).toMatchObject({ desired_size: count, min_size: count });
  });

  test("two read replicas and two load balancers", () => {
    expect(of("production", "aws_db_instance")).toHaveLength(3);
    expect(of("production", "aws_lb").map(({ values }) => values.name)).toEqual([
      "horizon-production-public",
      "horizon-production-staff",
    ]);
  });

  test("PostgreSQL never has fewer than 3,000 IOPS: RDS gives 12,000 from 400 GiB on and refuses fewer", () => {
    const { values } = one("production", "module.database.aws_db_instance.primary");
    expect(values.iops).toBeUndefined();
    expect(Number(values.allocated_storage)).toBeGreaterThanOrEqual(400);
  });
});

test("the registry has a place for every image that is pushed, and for no other", () => {
  expect(
    of("shared", "aws_ecr_repository")
      .map(({ values }) => values.name)
      .sort(),
  ).toEqual(IMAGES.map(({ name }) => `horizon-${name}`).sort());
});

test.each([
  [
    "automated snapshots, daily for 7 days",
    "module.database.aws_db_instance.primary",
    "backup_retention_period",
    7,
  ],
  [
    "cross-region, continuously for 7 days",
    "module.database.aws_db_instance_automated_backups_replication.this[0]",
    "retention_period",
    7,
  ],
])("backups (§4.2): %s", (_row, address, name, expected) => {
  expect(one("production", address).values[name]).toBe(expected);
});

test("backups (§4.2): weekly for 30 days, daily copies for 7, logical for 90 in Glacier", () => {
  const plan = blocksOf(one("production", "aws_backup_plan.this").values, "rule");
  const weekly = plan.find(({ rule_name }) => rule_name === "weekly") ?? {};
  const daily = plan.find(({ rule_name }) => rule_name === "daily-copy") ?? {};
  expect(blocksOf(weekly, "lifecycle")).toEqual([{ delete_after: 30 }]);
  expect(blocksOf(blocksOf(daily, "copy_action")[0] ?? {}, "lifecycle")).toEqual([{ delete_after: 7 }]);
  const logical =
    blocksOf(one("production", "aws_s3_bucket_lifecycle_configuration.backups").values, "rule")[0] ?? {};
  expect(blocksOf(logical, "transition")[0]?.storage_class).toBe("GLACIER");
  expect(Number(blocksOf(logical, "expiration")[0]?.days)).toBeGreaterThan(90);
});

test("a category's budget counts its own environment alone", () => {
  const tagsOf = (name: string) => {
    const budget = of("shared", "aws_budgets_budget").find(({ values }) => values.name === name);
    return blocksOf(budget?.values ?? {}, "filter_expression").flatMap((expression) =>
      blocksOf(expression, "and").flatMap((part) =>
        blocksOf(part, "tags").map(({ key, values }) => [key, values]),
      ),
    );
  };
  expect(tagsOf("horizon-production-compute")).toEqual([
    ["CostCategory", ["compute"]],
    ["Environment", ["production", "dr"]],
  ]);
  expect(tagsOf("horizon-staging-compute")).toEqual([
    ["CostCategory", ["compute"]],
    ["Environment", ["staging"]],
  ]);
});

test("budgets are the strategy's 7.1", () => {
  const budgets = of("shared", "aws_budgets_budget").map(({ values }) => [values.name, values.limit_amount]);
  expect(budgets).toEqual(
    expect.arrayContaining([
      ["horizon-production-compute", "2500"],
      ["horizon-production-database", "1800"],
      ["horizon-production-storage", "500"],
      ["horizon-production-networking", "400"],
    ]),
  );
});

test("staging is a single instance, and costs less than a quarter of production", () => {
  expect(of("staging", "aws_db_instance").map(({ values }) => values.multi_az)).toEqual([false]);
  expect(totalOf(resources, "staging")).toBeLessThan(totalOf(resources, "production") / 4);
  for (const type of ["aws_nat_gateway", "aws_db_instance", "aws_eks_node_group", "aws_s3_bucket"]) {
    expect(of("staging", type).length, type).toBeLessThanOrEqual(of("production", type).length);
  }
});

test("records that fail over exist beforehand, on both sides", () => {
  const roles = (environment: string) =>
    of(environment, "aws_route53_record")
      .filter(({ address }) => address.includes(".failover["))
      .map(
        ({ values }) =>
          `${String(values.name)} ${String(blocksOf(values, "failover_routing_policy")[0]?.type)}`,
      );
  expect(roles("production")).toEqual([
    "api-origin.horizon.example PRIMARY",
    "console.horizon.example PRIMARY",
  ]);
  expect(roles("dr")).toEqual(["api-origin.horizon.example SECONDARY", "console.horizon.example SECONDARY"]);
});
