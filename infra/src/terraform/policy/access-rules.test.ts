import { expect, test } from "vitest";
import type { PlannedResource } from "../configuration/expand-root.ts";
import type { Module } from "../configuration/load-configuration.ts";
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
import { expectFound, planConfiguration, type Rule } from "./testing/planned-configuration.ts";

const plan = await planConfiguration();

test.each<[string, Rule, () => PlannedResource[]]>([
  [
    "an open port",
    closedToTheWorld,
    () => plan.set(/database.aws_vpc_security_group_ingress_rule.clients/, "cidr_ipv4", "0.0.0.0/0"),
  ],
  [
    "a load balancer open on another port",
    closedToTheWorld,
    () => plan.set(/alb_https\["staff"\]/, "from_port", 22),
  ],
  [
    "rights to everything",
    noWildcardRights,
    () =>
      plan.set(
        /aws_iam_role_policy.flow/,
        "policy",
        new Encoded({ Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" }] }),
      ),
  ],
  [
    "rights to do everything",
    noWildcardRights,
    () =>
      plan.set(
        /aws_iam_role_policy.flow/,
        "policy",
        new Encoded({
          Statement: [{ Sid: "OpsReads", Effect: "Allow", Action: "s3:*", Resource: ["arn:aws:s3:::b"] }],
        }),
      ),
  ],
])("finds %s", (_what, rule, change) => {
  expectFound(rule(change()));
});

test("a resource that nobody would find on the bill", () => {
  const [first] = plan.resources.filter(({ type }) => type === "aws_vpc");
  if (!first) throw new Error("no VPC");
  expect(taggedForCost([first])).toEqual([]);
  expect(taggedForCost([{ ...first, tags: {} }])).toHaveLength(1);
  expect(taggedForCost([{ ...first, tags: { ...first.tags, CostCategory: "misc" } }])).toHaveLength(1);
});

test("instances of a template that nobody would find on the bill", () => {
  const [first] = plan.resources.filter(({ type }) => type === "aws_launch_template");
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
    ...plan.configuration.get("modules/cache"),
    variables: new Map([["auth_token", { default: "abc" }]]),
  } as Module;
  expect(noSecretDefaults(new Map([["modules/cache", module]]))).toHaveLength(1);
  expect(noSecretDefaults(plan.configuration)).toEqual([]);
});

test.each([
  ["no lock", { use_lockfile: false }],
  ["no encryption", { encrypt: false }],
  ["credentials", { access_key: "x" }],
  ["the key of another root", { key: "global/terraform.tfstate" }],
  ["another region", { region: "eu-west-1" }],
])("a state with %s", (_what, change) => {
  const root = plan.configuration.get("live/staging/us-east-1/data");
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

test("a parameter that no layer publishes", () => {
  const fewer = plan.without(/us-east-1\/network: aws_ssm_parameter.published\["vpc_id"\]/);
  expect(publishedParameters(plan.configuration, fewer).map(({ subject }) => subject)).toContain(
    "live/production/us-east-1/data: data.aws_ssm_parameter.network",
  );
});

test("a parameter that DR would have to read in the region that is down", () => {
  const fewer = plan.without(/global: aws_ssm_parameter.published_for_dr\["zone_id"\]/);
  expect(publishedParameters(plan.configuration, fewer).map(({ subject }) => subject)).toEqual([
    "live/production/us-west-2/edge: data.aws_ssm_parameter.zone_id",
  ]);
});

test("every reason for a wildcard is needed", () => {
  const sids = plan.resources
    .flatMap(({ values }) => (values.policy instanceof Encoded ? statementsOf(values.policy) : []))
    .map(({ Sid }) => Sid);
  for (const sid of Object.keys(wildcardReasons)) expect(sids).toContain(sid);
});
