import type { Finding } from "../../policy/finding.ts";
import type { PlannedResource } from "../configuration/expand-root.ts";
import type { Module } from "../configuration/load-configuration.ts";
import { blocksOf, environmentOf, subjectOf } from "./planned-values.ts";

const region = "us-west-2";

/** A root makes things where its folder says: DR that is made in the primary's region is lost with it. */
export function regionOfFolder(configuration: ReadonlyMap<string, Module>): Finding[] {
  return [...configuration.values()].flatMap(({ path, providers }) => {
    const [, ofFolder] = /^live\/\w+\/(\w+-\w+-\d)\//.exec(path) ?? [];
    if (ofFolder === undefined) return [];
    return providers
      .filter(({ type, body }) => type === "aws" && body.alias === undefined && body.region !== ofFolder)
      .map(({ body }) => ({
        rule: "region-of-folder",
        subject: `${path}/providers.tf`,
        message: `The provider is of ${body.region} and the folder of ${ofFolder}: write region = "${ofFolder}", or move the root. DR in the primary's region is lost with it.`,
      }));
  });
}

/** Every store of production has its peer in the DR region. */
export function drPeers(resources: readonly PlannedResource[]): Finding[] {
  const some = (type: string, is: (resource: PlannedResource) => boolean = () => true) =>
    resources.some((resource) => resource.type === type && resource.region === region && is(resource));
  const inDr = (resource: PlannedResource) => environmentOf(resource) === "dr";
  return resources
    .filter((resource) => environmentOf(resource) === "production" && resource.region !== region)
    .flatMap((resource) => {
      const report = (message: string) => [{ rule: "dr-peers", subject: subjectOf(resource), message }];
      const { type, values, address } = resource;
      if (type === "aws_db_instance" && !/\.replica\[/.test(address)) {
        if (!some("aws_db_instance_automated_backups_replication"))
          return report("Replicate its automated backups to us-west-2.");
        return some("aws_db_instance", inDr)
          ? []
          : report("Keep a copy of it in us-west-2: module database in the DR root.");
      }
      if (type === "aws_docdb_cluster") {
        return some("aws_docdb_cluster", inDr)
          ? []
          : report("Add its member of the global cluster in us-west-2.");
      }
      if (type === "aws_elasticache_replication_group") {
        const isMember = (peer: PlannedResource) =>
          inDr(peer) && peer.values.global_replication_group_id !== null;
        return some("aws_elasticache_replication_group", isMember)
          ? []
          : report("Add its member of the global datastore in us-west-2.");
      }
      if (type === "aws_s3_bucket" && address.startsWith("module.storage.")) {
        const key = /\[.+\]$/.exec(address)?.[0] ?? "";
        return some("aws_s3_bucket", (peer) => peer.address === `module.storage.aws_s3_bucket.replica${key}`)
          ? []
          : report("Replicate the bucket to us-west-2: replica_region of the storage module.");
      }
      if (type === "aws_secretsmanager_secret") {
        return blocksOf(values, "replica").some((replica) => replica.region === region)
          ? []
          : report("Copy the secret to us-west-2: replica_region of the secrets module.");
      }
      return [];
    });
}
