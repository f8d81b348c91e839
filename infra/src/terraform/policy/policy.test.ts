import { beforeAll, describe, expect, test } from "vitest";
import { type Finding, formatFindings } from "../../policy/finding.ts";
import type { PlannedResource } from "../configuration/expand-root.ts";
import type { Module } from "../configuration/load-configuration.ts";
import { planEverything } from "../configuration/plan-everything.ts";
import { Encoded, type Value } from "../hcl/value.ts";
import {
  closedToTheWorld,
  launchedTaggedForCost,
  lockedState,
  noSecretDefaults,
  noWildcardRights,
  publishedParameters,
  statementsOf,
  taggedForCost,
  wildcardReasons,
} from "./access-rules.ts";
import {
  deletionProtection,
  encryptedAtRest,
  finalSnapshot,
  noPublicData,
  noSecretInState,
  tlsEverywhere,
} from "./data-rules.ts";
import { exclusiveArguments } from "./exclusive-arguments.ts";
import { drPeers, regionOfFolder } from "./recovery-rules.ts";

type Rule = (resources: readonly PlannedResource[]) => Finding[];
const rules: readonly Rule[] = [
  encryptedAtRest,
  tlsEverywhere,
  noPublicData,
  deletionProtection,
  finalSnapshot,
  noSecretInState,
  taggedForCost,
  launchedTaggedForCost,
  closedToTheWorld,
  noWildcardRights,
  drPeers,
  exclusiveArguments,
];

let configuration: ReadonlyMap<string, Module>;
let resources: PlannedResource[];
beforeAll(async () => {
  ({ configuration, resources } = await planEverything());
});

test("the configuration keeps every rule", () => {
  expect(resources.length).toBeGreaterThan(800);
  const findings = [
    ...rules.flatMap((rule) => rule(resources)),
    ...noSecretDefaults(configuration),
    ...lockedState(configuration),
    ...regionOfFolder(configuration),
    ...publishedParameters(configuration, resources),
  ];
  expect(formatFindings(findings)).toBe("");
});

/** The planned resources, with one attribute of those at an address replaced. */
function withChange(address: RegExp, change: (values: Record<string, Value>) => void): PlannedResource[] {
  let changed = 0;
  const result = resources.map((resource) => {
    if (!address.test(`${resource.root}: ${resource.address}`)) return resource;
    changed += 1;
    const values = { ...resource.values };
    change(values);
    return { ...resource, values };
  });
  expect(changed).toBeGreaterThan(0);
  return result;
}
const without = (address: RegExp) =>
  resources.filter((resource) => !address.test(`${resource.root}: ${resource.address}`));
const set = (address: RegExp, name: string, value: Value) =>
  withChange(address, (values) => {
    values[name] = value;
  });

describe("each rule finds what breaks it", () => {
  test.each<[string, Rule, () => PlannedResource[]]>([
    [
      "an unencrypted database",
      encryptedAtRest,
      () => set(/aws_db_instance.primary$/, "storage_encrypted", false),
    ],
    [
      "an unencrypted cache",
      encryptedAtRest,
      () => set(/aws_elasticache_replication_group/, "at_rest_encryption_enabled", false),
    ],
    [
      "documents with a key that is not ours",
      encryptedAtRest,
      () => set(/aws_docdb_cluster.this/, "kms_key_id", null),
    ],
    [
      "a bucket without encryption",
      encryptedAtRest,
      () => without(/storage.aws_s3_bucket_server_side_encryption_configuration.this\["documents"\]/),
    ],
    [
      "a disk in the clear",
      encryptedAtRest,
      () => set(/aws_launch_template.node/, "block_device_mappings", [{ ebs: [{ encrypted: false }] }]),
    ],
    ["logs without a key", encryptedAtRest, () => set(/aws_cloudwatch_log_group.flow/, "kms_key_id", null)],
    [
      "a follower that is told its primary's encryption",
      exclusiveArguments,
      () =>
        set(/us-west-2\/data: .*aws_elasticache_replication_group/, "transit_encryption_mode", "required"),
    ],
    [
      "a restore test that is told twice what to restore",
      exclusiveArguments,
      () => set(/aws_backup_restore_testing_selection/, "protected_resource_arns", ["*"]),
    ],
    ["a database without forced TLS", tlsEverywhere, () => set(/aws_db_parameter_group/, "parameter", [])],
    [
      "a cache that accepts plain text",
      tlsEverywhere,
      () => set(/aws_elasticache_replication_group/, "transit_encryption_mode", "preferred"),
    ],
    [
      "documents without TLS",
      tlsEverywhere,
      () => set(/aws_docdb_cluster_parameter_group/, "parameter", [{ name: "tls", value: "disabled" }]),
    ],
    ["a bucket that answers over HTTP", tlsEverywhere, () => without(/aws_s3_bucket_policy.replica/)],
    [
      "a CDN that speaks HTTP",
      tlsEverywhere,
      () =>
        set(/aws_cloudfront_distribution/, "default_cache_behavior", [
          { viewer_protocol_policy: "allow-all" },
        ]),
    ],
    ["a public database", noPublicData, () => set(/aws_db_instance.replica/, "publicly_accessible", true)],
    [
      "a bucket that could be made public",
      noPublicData,
      () => set(/aws_s3_bucket_public_access_block.logs/, "block_public_policy", false),
    ],
    [
      "production without protection",
      deletionProtection,
      () => set(/production.*aws_db_instance.primary/, "deletion_protection", false),
    ],
    [
      "a load balancer without protection",
      deletionProtection,
      () => set(/us-west-2.*aws_lb.this/, "enable_deletion_protection", false),
    ],
    [
      "a store that leaves nothing",
      finalSnapshot,
      () => set(/aws_db_instance.primary/, "skip_final_snapshot", true),
    ],
    ["a password in the state", noSecretInState, () => set(/aws_db_instance.primary/, "password", "hunter2")],
    [
      "an open port",
      closedToTheWorld,
      () => set(/database.aws_vpc_security_group_ingress_rule.clients/, "cidr_ipv4", "0.0.0.0/0"),
    ],
    [
      "a load balancer open on another port",
      closedToTheWorld,
      () => set(/alb_https\["staff"\]/, "from_port", 22),
    ],
    [
      "rights to everything",
      noWildcardRights,
      () =>
        set(
          /aws_iam_role_policy.flow/,
          "policy",
          new Encoded({ Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" }] }),
        ),
    ],
    [
      "rights to do everything",
      noWildcardRights,
      () =>
        set(
          /aws_iam_role_policy.flow/,
          "policy",
          new Encoded({
            Statement: [{ Sid: "OpsReads", Effect: "Allow", Action: "s3:*", Resource: ["arn:aws:s3:::b"] }],
          }),
        ),
    ],
    ["a bucket without a copy", drPeers, () => without(/aws_s3_bucket.replica\["documents"\]/)],
    [
      "a database whose backups stay",
      drPeers,
      () => without(/aws_db_instance_automated_backups_replication/),
    ],
    ["documents without a member in DR", drPeers, () => without(/us-west-2\/data: .*aws_docdb_cluster.this/)],
    [
      "a cache without a member in DR",
      drPeers,
      () => without(/us-west-2\/data: .*aws_elasticache_replication_group/),
    ],
    [
      "a secret without a copy",
      drPeers,
      () => set(/us-east-1\/data: module.secrets.aws_secretsmanager_secret.this\["redis"\]/, "replica", []),
    ],
  ])("%s", (_what, rule, change) => {
    const findings = rule(change());
    expect(findings.length).toBeGreaterThan(0);
    for (const { message } of findings) expect(message).toMatch(/[.]$/);
  });

  test("a resource that nobody would find on the bill", () => {
    const [first] = resources.filter(({ type }) => type === "aws_vpc");
    if (!first) throw new Error("no VPC");
    expect(taggedForCost([first])).toEqual([]);
    expect(taggedForCost([{ ...first, tags: {} }])).toHaveLength(1);
    expect(taggedForCost([{ ...first, tags: { ...first.tags, CostCategory: "misc" } }])).toHaveLength(1);
  });

  test("instances of a template that nobody would find on the bill", () => {
    const [first] = resources.filter(({ type }) => type === "aws_launch_template");
    if (!first) throw new Error("no launch template");
    const tagged = (tags: Record<string, Value>): PlannedResource => ({
      ...first,
      values: { tag_specifications: [{ resource_type: "instance", tags }] },
    });
    const messages = launchedTaggedForCost([tagged({ Name: "node", Environment: "staging" })]).map(
      ({ message }) => message,
    );
    expect(messages).toEqual([
      expect.stringContaining("Its instances have no CostCategory:"),
      expect.stringContaining("Its volumes have no Environment and no CostCategory:"),
    ]);
  });

  test("a secret as a default", () => {
    const module = {
      ...configuration.get("modules/cache"),
      variables: new Map([["auth_token", { default: "abc" }]]),
    } as Module;
    expect(noSecretDefaults(new Map([["modules/cache", module]]))).toHaveLength(1);
    expect(noSecretDefaults(configuration)).toEqual([]);
  });

  test.each([
    ["no lock", { use_lockfile: false }],
    ["no encryption", { encrypt: false }],
    ["credentials", { access_key: "x" }],
    ["the key of another root", { key: "global/terraform.tfstate" }],
    ["another region", { region: "eu-west-1" }],
  ])("a state with %s", (_what, change) => {
    const root = configuration.get("live/staging/us-east-1/data");
    if (!root) throw new Error("no root");
    const backend = {
      key: "staging/us-east-1/data/terraform.tfstate",
      region: "us-east-1",
      encrypt: true,
      use_lockfile: true,
    };
    const withBackend = (s3: object) =>
      new Map([[root.path, { ...root, terraform: [{ backend: { s3: [s3] } }] } as Module]]);
    expect(lockedState(withBackend(backend))).toEqual([]);
    expect(lockedState(withBackend({ ...backend, ...change }))).toHaveLength(1);
  });

  test("DR in the region of the primary", () => {
    const root = configuration.get("live/production/us-west-2/data");
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

  test("a parameter that no layer publishes", () => {
    const fewer = without(/us-east-1\/network: aws_ssm_parameter.published\["vpc_id"\]/);
    expect(publishedParameters(configuration, fewer).map(({ subject }) => subject)).toContain(
      "live/production/us-east-1/data: data.aws_ssm_parameter.network",
    );
  });

  test("a parameter that DR would have to read in the region that is down", () => {
    const fewer = without(/global: aws_ssm_parameter.published_for_dr\["zone_id"\]/);
    expect(publishedParameters(configuration, fewer).map(({ subject }) => subject)).toEqual([
      "live/production/us-west-2/edge: data.aws_ssm_parameter.zone_id",
    ]);
  });
});

test("every reason for a wildcard is needed", () => {
  const sids = resources
    .flatMap(({ values }) => (values.policy instanceof Encoded ? statementsOf(values.policy) : []))
    .map(({ Sid }) => Sid);
  for (const sid of Object.keys(wildcardReasons)) expect(sids).toContain(sid);
});
