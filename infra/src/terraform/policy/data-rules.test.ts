import { test } from "vitest";
import type { PlannedResource } from "../configuration/expand-root.ts";
import {
  deletionProtection,
  encryptedAtRest,
  finalSnapshot,
  noPublicData,
  noSecretInState,
  tlsEverywhere,
} from "./data-rules.ts";
import { expectFound, planConfiguration, type Rule } from "./testing/planned-configuration.ts";

const plan = await planConfiguration();

test.each<[string, Rule, () => PlannedResource[]]>([
  [
    "an unencrypted database",
    encryptedAtRest,
    () => plan.set(/aws_db_instance.primary$/, "storage_encrypted", false),
  ],
  [
    "an unencrypted cache",
    encryptedAtRest,
    () => plan.set(/aws_elasticache_replication_group/, "at_rest_encryption_enabled", false),
  ],
  [
    "documents with a key that is not ours",
    encryptedAtRest,
    () => plan.set(/aws_docdb_cluster.this/, "kms_key_id", null),
  ],
  [
    "a bucket without encryption",
    encryptedAtRest,
    () => plan.without(/storage.aws_s3_bucket_server_side_encryption_configuration.this\["documents"\]/),
  ],
  [
    "a disk in the clear",
    encryptedAtRest,
    () => plan.set(/aws_launch_template.node/, "block_device_mappings", [{ ebs: [{ encrypted: false }] }]),
  ],
  [
    "logs without a key",
    encryptedAtRest,
    () => plan.set(/aws_cloudwatch_log_group.flow/, "kms_key_id", null),
  ],
  ["a database without forced TLS", tlsEverywhere, () => plan.set(/aws_db_parameter_group/, "parameter", [])],
  [
    "a cache that accepts plain text",
    tlsEverywhere,
    () => plan.set(/aws_elasticache_replication_group/, "transit_encryption_mode", "preferred"),
  ],
  [
    "documents without TLS",
    tlsEverywhere,
    () => plan.set(/aws_docdb_cluster_parameter_group/, "parameter", [{ name: "tls", value: "disabled" }]),
  ],
  ["a bucket that answers over HTTP", tlsEverywhere, () => plan.without(/aws_s3_bucket_policy.replica/)],
  [
    "a CDN that speaks HTTP",
    tlsEverywhere,
    () =>
      plan.set(/aws_cloudfront_distribution/, "default_cache_behavior", [
        { viewer_protocol_policy: "allow-all" },
      ]),
  ],
  ["a public database", noPublicData, () => plan.set(/aws_db_instance.replica/, "publicly_accessible", true)],
  [
    "a bucket that could be made public",
    noPublicData,
    () => plan.set(/aws_s3_bucket_public_access_block.logs/, "block_public_policy", false),
  ],
  [
    "production without protection",
    deletionProtection,
    () => plan.set(/production.*aws_db_instance.primary/, "deletion_protection", false),
  ],
  [
    "a load balancer without protection",
    deletionProtection,
    () => plan.set(/us-west-2.*aws_lb.this/, "enable_deletion_protection", false),
  ],
  [
    "a store that leaves nothing",
    finalSnapshot,
    () => plan.set(/aws_db_instance.primary/, "skip_final_snapshot", true),
  ],
  [
    "a password in the state",
    noSecretInState,
    () => plan.set(/aws_db_instance.primary/, "password", "hunter2"),
  ],
])("finds %s", (_what, rule, change) => {
  expectFound(rule(change()));
});
