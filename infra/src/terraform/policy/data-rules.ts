import type { Finding } from "../../policy/finding.ts";
import type { PlannedResource } from "../configuration/expand-root.ts";
import { Encoded, isObject, type Value } from "../hcl/value.ts";
import { blocksOf, environmentOf, pairKeyOf, subjectOf } from "./planned-values.ts";

type Check = (resource: PlannedResource, all: readonly PlannedResource[]) => string | null;

/** Runs the checks of one rule over everything that is planned. */
function rule(name: string, checks: Readonly<Record<string, Check>>) {
  return (resources: readonly PlannedResource[]): Finding[] =>
    resources.flatMap((resource) => {
      const message = checks[resource.type]?.(resource, resources) ?? null;
      return message === null ? [] : [{ rule: name, subject: subjectOf(resource), message }];
    });
}

const must = (isRight: boolean, message: string) => (isRight ? null : message);
const isSet = (value: Value | undefined) => value !== undefined && value !== null;

/** A member of a global datastore has its primary's encryption, and may not be told: the primary is held to the rule. */
const isFollower = ({ global_replication_group_id }: PlannedResource["values"]) =>
  isSet(global_replication_group_id);

function hasPair(
  bucket: PlannedResource,
  all: readonly PlannedResource[],
  type: string,
): PlannedResource | undefined {
  return all.find(
    (other) => other.type === type && other.root === bucket.root && pairKeyOf(other) === pairKeyOf(bucket),
  );
}

/** Everything that keeps data is encrypted, with a key of our own where AWS lets it. */
export const encryptedAtRest = rule("encrypted-at-rest", {
  aws_db_instance: ({ values }) => must(values.storage_encrypted === true, "Set storage_encrypted = true."),
  aws_docdb_cluster: ({ values }) =>
    must(
      values.storage_encrypted === true && isSet(values.kms_key_id),
      "Set storage_encrypted = true and kms_key_id.",
    ),
  aws_docdb_global_cluster: ({ values }) =>
    must(values.storage_encrypted === true, "Set storage_encrypted = true."),
  aws_elasticache_replication_group: ({ values }) =>
    must(
      (values.at_rest_encryption_enabled === true || isFollower(values)) && isSet(values.kms_key_id),
      "Set at_rest_encryption_enabled = true and kms_key_id.",
    ),
  aws_s3_bucket: (bucket, all) =>
    must(
      hasPair(bucket, all, "aws_s3_bucket_server_side_encryption_configuration") !== undefined,
      "Give the bucket an aws_s3_bucket_server_side_encryption_configuration.",
    ),
  aws_launch_template: ({ values }) =>
    must(
      blocksOf(values, "block_device_mappings").every((mapping) =>
        blocksOf(mapping, "ebs").every(({ encrypted }) => encrypted === true),
      ),
      "Set encrypted = true on every volume.",
    ),
  aws_ecr_repository: ({ values }) =>
    must(
      blocksOf(values, "encryption_configuration")[0]?.encryption_type === "KMS",
      'Set encryption_type = "KMS".',
    ),
  aws_cloudwatch_log_group: ({ values }) => must(isSet(values.kms_key_id), "Set kms_key_id."),
  aws_backup_vault: ({ values }) => must(isSet(values.kms_key_arn), "Set kms_key_arn."),
  aws_secretsmanager_secret: ({ values }) => must(isSet(values.kms_key_id), "Set kms_key_id."),
  aws_sns_topic: ({ values }) => must(isSet(values.kms_master_key_id), "Set kms_master_key_id."),
  aws_eks_cluster: ({ values }) =>
    must(blocksOf(values, "encryption_config").length > 0, "Encrypt secrets with encryption_config."),
});

function hasParameter({ values }: PlannedResource, name: string, accepted: readonly string[]): boolean {
  return blocksOf(values, "parameter").some(
    (item) => item.name === name && accepted.includes(String(item.value)),
  );
}

function deniesPlainHttp(policy: Value | undefined): boolean {
  if (!(policy instanceof Encoded) || !isObject(policy.value)) return false;
  return blocksOf(policy.value, "Statement").some(
    ({ Effect, Condition }) =>
      Effect === "Deny" &&
      JSON.stringify(new Encoded(Condition ?? null).toString()).includes("aws:SecureTransport"),
  );
}

/** Nothing is sent in the clear. */
export const tlsEverywhere = rule("tls-everywhere", {
  aws_db_parameter_group: (group) =>
    must(hasParameter(group, "rds.force_ssl", ["1"]), "Set rds.force_ssl = 1."),
  aws_docdb_cluster_parameter_group: (group) =>
    must(hasParameter(group, "tls", ["tls1.2+", "tls1.3+"]), "Set the parameter tls to tls1.2+."),
  aws_elasticache_replication_group: ({ values }) =>
    must(
      isFollower(values) ||
        (values.transit_encryption_enabled === true && values.transit_encryption_mode === "required"),
      'Set transit_encryption_enabled = true and transit_encryption_mode = "required".',
    ),
  aws_s3_bucket: (bucket, all) =>
    must(
      deniesPlainHttp(hasPair(bucket, all, "aws_s3_bucket_policy")?.values.policy),
      "Deny requests without TLS: an aws_s3_bucket_policy with aws:SecureTransport = false.",
    ),
  aws_cloudfront_distribution: ({ values }) =>
    must(
      blocksOf(values, "default_cache_behavior").every(
        ({ viewer_protocol_policy }) => viewer_protocol_policy === "https-only",
      ) &&
        blocksOf(values, "origin").every((origin) =>
          blocksOf(origin, "custom_origin_config").every(
            ({ origin_protocol_policy }) => origin_protocol_policy === "https-only",
          ),
        ),
      "Set viewer_protocol_policy and origin_protocol_policy to https-only.",
    ),
  aws_lb_listener: ({ values }) =>
    must(
      values.protocol === "HTTPS" ||
        blocksOf(values, "default_action").every(({ type }) => type === "redirect"),
      "A listener without TLS may only redirect.",
    ),
  aws_sesv2_configuration_set: ({ values }) =>
    must(blocksOf(values, "delivery_options")[0]?.tls_policy === "REQUIRE", 'Set tls_policy = "REQUIRE".'),
});

/** No store can be reached from the internet. */
export const noPublicData = rule("no-public-data", {
  aws_db_instance: ({ values }) =>
    must(values.publicly_accessible === false, "Set publicly_accessible = false."),
  aws_s3_bucket: (bucket, all) => {
    const block = hasPair(bucket, all, "aws_s3_bucket_public_access_block")?.values;
    const names = [
      "block_public_acls",
      "block_public_policy",
      "ignore_public_acls",
      "restrict_public_buckets",
    ];
    return must(
      block !== undefined && names.every((name) => block[name] === true),
      `Give the bucket an aws_s3_bucket_public_access_block with all of ${names.join(", ")}.`,
    );
  },
  aws_launch_template: ({ values }) =>
    must(
      blocksOf(values, "network_interfaces").every(
        ({ associate_public_ip_address }) => associate_public_ip_address === false,
      ),
      "Set associate_public_ip_address = false.",
    ),
  aws_subnet: ({ values }) =>
    must(values.map_public_ip_on_launch !== true, "Set map_public_ip_on_launch = false."),
});

const isLive = (resource: PlannedResource) => ["production", "dr"].includes(environmentOf(resource));

/** Production and DR are not deleted by a plan that somebody read too quickly. */
export const deletionProtection = rule("deletion-protection", {
  aws_db_instance: (resource) =>
    must(
      !isLive(resource) || resource.values.deletion_protection === true,
      "Set deletion_protection = true.",
    ),
  aws_docdb_cluster: (resource) =>
    must(
      !isLive(resource) || resource.values.deletion_protection === true,
      "Set deletion_protection = true.",
    ),
  aws_docdb_global_cluster: (resource) =>
    must(
      !isLive(resource) || resource.values.deletion_protection === true,
      "Set deletion_protection = true.",
    ),
  aws_eks_cluster: (resource) =>
    must(
      !isLive(resource) || resource.values.deletion_protection === true,
      "Set deletion_protection = true.",
    ),
  aws_lb: (resource) =>
    must(
      !isLive(resource) || resource.values.enable_deletion_protection === true,
      "Set enable_deletion_protection = true.",
    ),
  aws_s3_bucket: (resource) =>
    must(!isLive(resource) || resource.values.force_destroy !== true, "Set force_destroy = false."),
});

/** A store that is deleted leaves its data. Replicas are copies, and leave none. */
export const finalSnapshot = rule("final-snapshot", {
  aws_db_instance: ({ values, address }) =>
    must(
      /\.replica\[/.test(address) ||
        (values.skip_final_snapshot === false && isSet(values.final_snapshot_identifier)),
      "Set skip_final_snapshot = false and final_snapshot_identifier.",
    ),
  aws_docdb_cluster: ({ values }) =>
    must(
      values.skip_final_snapshot === false && isSet(values.final_snapshot_identifier),
      "Set skip_final_snapshot = false and final_snapshot_identifier.",
    ),
  aws_elasticache_replication_group: (resource) =>
    must(
      !isLive(resource) || isSet(resource.values.final_snapshot_identifier),
      "Set final_snapshot_identifier.",
    ),
});

/** Passwords and tokens go in as write-only arguments, so no state holds them. */
export const noSecretInState = rule("no-secret-in-state", {
  aws_db_instance: ({ values }) => must(!isSet(values.password), "Use password_wo instead of password."),
  aws_docdb_cluster: ({ values }) =>
    must(!isSet(values.master_password), "Use master_password_wo instead of master_password."),
  aws_elasticache_replication_group: ({ values }) =>
    must(!isSet(values.auth_token), "Use auth_token_wo instead of auth_token."),
  aws_secretsmanager_secret_version: ({ values }) =>
    must(!isSet(values.secret_string), "Use secret_string_wo instead of secret_string."),
});
