import { expect, test } from "vitest";
import type { PlannedResource } from "../configuration/expand-root.ts";
import { drPeers, regionOfFolder } from "./recovery-rules.ts";
import { expectFound, planConfiguration } from "./testing/planned-configuration.ts";

const plan = await planConfiguration();

test.each<[string, () => PlannedResource[]]>([
  ["a bucket without a copy", () => plan.without(/aws_s3_bucket.replica\["documents"\]/)],
  ["a database whose backups stay", () => plan.without(/aws_db_instance_automated_backups_replication/)],
  ["documents without a member in DR", () => plan.without(/us-west-2\/data: .*aws_docdb_cluster.this/)],
  [
    "a cache without a member in DR",
    () => plan.without(/us-west-2\/data: .*aws_elasticache_replication_group/),
  ],
  [
    "a secret without a copy",
    () =>
      plan.set(/us-east-1\/data: module.secrets.aws_secretsmanager_secret.this\["redis"\]/, "replica", []),
  ],
])("finds %s", (_what, change) => {
  expectFound(drPeers(change()));
});

test("DR in the region of the primary", () => {
  const root = plan.configuration.get("live/production/us-west-2/data");
  if (!root) throw new Error("no root");
  const moved = root.providers.map((provider) => ({
    ...provider,
    body: { ...provider.body, region: "us-east-1" },
  }));
  const findings = regionOfFolder(new Map([[root.path, { ...root, providers: moved }]]));
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/of us-east-1 and the folder of us-west-2: write region = "us-west-2"/),
  ]);
});
