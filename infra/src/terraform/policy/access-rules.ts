import type { Finding } from "../../policy/finding.ts";
import type { PlannedResource } from "../configuration/expand-root.ts";
import type { Module } from "../configuration/load-configuration.ts";
import { Encoded, isObject, type Value } from "../hcl/value.ts";
import { blocksOf, subjectOf } from "./planned-values.ts";

const costCategories = ["compute", "database", "storage", "networking"];

/** Every resource can be found on the bill: whose it is, which layer, which line of the strategy's 7.1. */
export function taggedForCost(resources: readonly PlannedResource[]): Finding[] {
  return resources
    .filter(({ type }) => type.startsWith("aws_"))
    .flatMap((resource) => {
      const missing = ["Environment", "Layer", "Service", "CostCategory", "ManagedBy"].filter(
        (key) => !resource.tags[key],
      );
      if (missing.length > 0) {
        const message = `Tags ${missing.join(", ")} are missing: add them to default_tags of the provider.`;
        return [{ rule: "tagged-for-cost", subject: subjectOf(resource), message }];
      }
      if (costCategories.includes(String(resource.tags.CostCategory))) return [];
      const message = `CostCategory must be one of ${costCategories.join(", ")}.`;
      return [{ rule: "tagged-for-cost", subject: subjectOf(resource), message }];
    });
}

/** What a launch template makes gets the tags of the template and no others: the instances, which are most of the bill, and their volumes. */
export function launchedTaggedForCost(resources: readonly PlannedResource[]): Finding[] {
  return resources
    .filter(({ type }) => type === "aws_launch_template")
    .flatMap((resource) => {
      const specifications = blocksOf(resource.values, "tag_specifications");
      return ["instance", "volume"].flatMap((kind) => {
        const tags = specifications.find(({ resource_type }) => resource_type === kind)?.tags ?? null;
        const missing = ["Environment", "CostCategory"].filter((key) => !isObject(tags) || !tags[key]);
        if (missing.length === 0) return [];
        const message = `Its ${kind}s have no ${missing.join(" and no ")}: give tag_specifications of ${kind} merge(data.aws_default_tags.this.tags, …).`;
        return [{ rule: "tagged-for-cost", subject: subjectOf(resource), message }];
      });
    });
}

/** Only load balancers are open to the world, on 443, and on 80 for the redirect. */
export function closedToTheWorld(resources: readonly PlannedResource[]): Finding[] {
  return resources
    .filter(({ type }) => type === "aws_vpc_security_group_ingress_rule")
    .filter(({ values }) => values.cidr_ipv4 === "0.0.0.0/0" || values.cidr_ipv6 === "::/0")
    .filter(
      ({ address, values }) =>
        !(
          /\.alb_https?\[/.test(address) &&
          values.from_port === values.to_port &&
          (values.from_port === 443 || values.from_port === 80)
        ),
    )
    .map((resource) => ({
      rule: "closed-to-the-world",
      subject: subjectOf(resource),
      message: "Name a security group or a network: only load balancers take 0.0.0.0/0, on 443 and 80.",
    }));
}

/** Why a statement may act on everything, by its Sid. */
export const wildcardReasons: Readonly<Record<string, string>> = {
  ReadMetrics: "CloudWatch, tags and lists of instances can only be read for a whole account",
  RegistryToken:
    "ecr:GetAuthorizationToken has no resource; the token opens only what PullImages and PushImages name.",
  ScalerReads: "Describe calls of EC2 and Auto Scaling take no resource.",
  BalancerReads: "Describe calls of EC2, ELB and ACM take no resource.",
  RolloutsVerify: "Describe calls of ELB take no resource.",
  OpsReads: "Lists and descriptions of RDS, ElastiCache, Backup and Cost Explorer take no resource.",
};

/** Rights name what they are for. Key policies are not looked at: their resource is the key itself. */
export function noWildcardRights(resources: readonly PlannedResource[]): Finding[] {
  return resources
    .filter(({ type }) => type === "aws_iam_role_policy" || type === "aws_iam_policy")
    .flatMap((resource) =>
      statementsOf(resource.values.policy)
        .filter(({ Effect }) => Effect === "Allow")
        .filter(({ Sid, Action, Resource }) => {
          const isEveryAction = listOf(Action).some(
            (action) => action === "*" || /^\w+:\*$/.test(String(action)),
          );
          const isEveryResource =
            listOf(Resource).includes("*") && !Object.hasOwn(wildcardReasons, String(Sid));
          return isEveryAction || isEveryResource;
        })
        .map(({ Sid }) => ({
          rule: "no-wildcard-rights",
          subject: subjectOf(resource),
          message: `Statement ${String(Sid ?? "without a Sid")} may do everything, or to everything: name actions and resources, or give its Sid a reason in wildcardReasons.`,
        })),
    );
}

/** The statements of a `jsonencode`d policy; a policy that comes as text is parsed. */
export function statementsOf(policy: Value | undefined): { [key: string]: Value }[] {
  const document =
    policy instanceof Encoded
      ? policy.value
      : typeof policy === "string"
        ? (JSON.parse(policy) as Value)
        : null;
  return isObject(document) ? blocksOf(document, "Statement") : [];
}

function listOf(value: Value | undefined): Value[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** No default of a variable is a secret. */
export function noSecretDefaults(configuration: ReadonlyMap<string, Module>): Finding[] {
  return [...configuration.values()].flatMap((module) =>
    [...module.variables]
      .filter(([name]) => /(password|token|secret|api_key|private_key)$/.test(name))
      .filter(([, body]) => "default" in body && body.default !== null)
      .map(([name]) => ({
        rule: "no-secret-defaults",
        subject: `${module.path}: var.${name}`,
        message: "Remove the default: secrets come from Secrets Manager, as ephemeral values.",
      })),
  );
}

/** Each root keeps its state in S3, encrypted, locked by a file, under its own path; DR keeps it in its own region. */
export function lockedState(configuration: ReadonlyMap<string, Module>): Finding[] {
  return [...configuration.values()]
    .filter(({ path }) => path.startsWith("live/"))
    .flatMap((root) => {
      const report = (message: string) => [{ rule: "locked-state", subject: root.path, message }];
      const backend = root.terraform.flatMap((block) => {
        const backends = block.backend as Record<string, Record<string, unknown>[]> | undefined;
        return backends?.s3 ?? [];
      })[0];
      if (!backend) return report('Declare backend "s3".');
      if (backend.use_lockfile !== true) return report("Set use_lockfile = true.");
      if (backend.encrypt !== true) return report("Set encrypt = true.");
      if ("access_key" in backend || "secret_key" in backend)
        return report("Remove the credentials: they come from the role.");
      const key = `${root.path.slice("live/".length)}/terraform.tfstate`;
      if (backend.key !== key) return report(`Set key = "${key}": two roots must not share a state.`);
      const region = root.path.includes("/us-west-2/") ? "us-west-2" : "us-east-1";
      return backend.region === region
        ? []
        : report(`Keep the state in ${region}, which is the root's own region.`);
    });
}

/**
 * What one layer reads of another is published by it, under the same name and in the reader's own region: DR is changed when
 * the other region cannot be asked.
 */
export function publishedParameters(
  configuration: ReadonlyMap<string, Module>,
  resources: readonly PlannedResource[],
): Finding[] {
  const published = new Set(
    resources
      .filter(({ type }) => type === "aws_ssm_parameter")
      .map(({ values, region }) => `${String(region)} ${String(values.name)}`),
  );
  const regionOf = (root: Module) =>
    String(root.providers.find(({ type, body }) => type === "aws" && !("alias" in body))?.body.region);
  return [...configuration.values()].flatMap((root) =>
    root.dataSources
      .filter(({ type }) => type === "aws_ssm_parameter")
      .flatMap(({ name, body }) => {
        const wanted = String(body.name);
        const keys = /"([^"]+)"/g;
        const names =
          "for_each" in body
            ? [...String(body.for_each).matchAll(keys)].map(([, key = ""]) =>
                wanted.replace("$" + "{each.key}", key),
              )
            : [wanted];
        return names
          .filter((parameter) => "region" in body || !published.has(`${regionOf(root)} ${parameter}`))
          .map((parameter) => ({
            rule: "published-parameters",
            subject: `${root.path}: data.aws_ssm_parameter.${name}`,
            message: `No root publishes ${parameter} in ${regionOf(root)}: add it to the published.tf of its layer, and read it there.`,
          }));
      }),
  );
}
