import { describe, expect, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { checkCommands, checkRunbookLinks } from "./check-runbooks.ts";
import { extractCommands } from "./extract-commands.ts";
import { parseRunbook, type Runbook } from "./runbook.ts";
import { exampleEstate } from "./testing/example-estate.ts";

const check = (...lines: string[]) =>
  formatFindings(
    checkCommands("r.md", extractCommands(["```sh", ...lines, "```"].join("\n")), exampleEstate),
  );
const K = "kubectl --context production -n horizon-production";
const PLUGIN = "--context production -n horizon-production";

describe("commands that fit the estate", () => {
  test.each([
    `${K} get pods -l app.kubernetes.io/name=worker-service -o wide`,
    `${K} logs -l app.kubernetes.io/name=worker-service -c pgbouncer --since=10m`,
    `${K} logs deployment/worker-service -c worker-service --previous`,
    `${K} get rollouts,deployments`,
    `${K} patch hpa api-gateway-hpa --type=merge -p '{"spec":{"minReplicas":8}}'`,
    `${K} rollout restart deployment/worker-service`,
    `${K} get endpointslices -l kubernetes.io/service-name=api-gateway`,
    "kubectl --context production get nodes",
    "kubectl --context production get pods -A --field-selector=status.phase=Pending",
    `kubectl argo rollouts promote api-gateway --full ${PLUGIN}`,
    `kubectl argo rollouts get rollout api-gateway ${PLUGIN}`,
    "aws rds reboot-db-instance --region us-east-1 --db-instance-identifier horizon-production --force-failover",
    "aws eks describe-nodegroup --region us-east-1 --cluster-name horizon-production --nodegroup-name general",
    'psql "host=localhost dbname=horizon sslmode=require" -c "select count(*) from worker.outbox"',
    "redis-cli --tls -h localhost -p 16379 info memory",
  ])("%s", (line) => {
    expect(check(line)).toBe("");
  });

  test("a variable that a line above sets", () => {
    expect(check(`POD=$(${K} get pods -o name | cut -f1)`, `${K} describe pod "$POD"`)).toBe("");
  });
});

describe("a name that does not exist is refused, with what to do", () => {
  test.each([
    ["cluster", "kubectl --context prod get nodes", "There is no cluster prod: write --context production."],
    ["no cluster", "kubectl get nodes", "Name the cluster: --context production."],
    [
      "namespace",
      "kubectl --context production -n horizon get pods",
      "There is no namespace horizon in production: write horizon-production.",
    ],
    ["no namespace", "kubectl --context production get pods", "Name the namespace: -n horizon-production."],
    [
      "workload",
      `${K} rollout restart deployment/worker`,
      "There is no Deployment worker in horizon-production of production: write worker-service, or add it to k8s.",
    ],
    [
      "a Rollout as a Deployment",
      `${K} rollout restart deployment/api-gateway`,
      "api-gateway in horizon-production of production is a Rollout, not a Deployment: write the command for that.",
    ],
    [
      "a Deployment as a Rollout",
      `kubectl argo rollouts abort worker-service ${PLUGIN}`,
      "worker-service in horizon-production of production is a Deployment, not a Rollout: write the command for that.",
    ],
    [
      "container",
      `${K} logs deployment/worker-service -c app`,
      "There is no container app there: write worker-service, pgbouncer.",
    ],
    [
      "label",
      `${K} get pods -l app.kubernetes.io/name=worker`,
      "Nothing in horizon-production of production has app.kubernetes.io/name=worker: write a label that k8s gives.",
    ],
    ["verb", `${K} restart deployment/worker-service`, "kubectl has no verb restart that a runbook may use"],
    ["sub-verb", `${K} rollout abort deployment/worker-service`, "kubectl rollout has no abort"],
    [
      "verb of the plugin",
      `kubectl argo rollouts resume api-gateway ${PLUGIN}`,
      "kubectl argo rollouts has no verb resume here",
    ],
    ["kind", `${K} get autoscalers`, "No kind is called autoscalers here"],
    ["a pod by name", `${K} describe pod api-gateway-7d9f-abcde`, "The name of a Pod changes"],
    [
      "database",
      "aws rds describe-db-instances --region us-east-1 --db-instance-identifier horizon",
      "There is no database horizon in us-east-1: write horizon-production, or add it to infra/terraform.",
    ],
    [
      "region",
      "aws rds describe-db-instances --region eu-west-1 --db-instance-identifier horizon-production",
      "Name a region of ours: --region us-east-1.",
    ],
    [
      "node group",
      "aws eks describe-nodegroup --region us-east-1 --cluster-name horizon-production --nodegroup-name gpu",
      "There is no node group gpu in us-east-1: write general",
    ],
    [
      "instance",
      "aws ec2 describe-instances --region us-east-1 --filters Name=tag:Name,Values=jump",
      "There is no instance jump in us-east-1",
    ],
    [
      "flag",
      "aws rds reboot-db-instance --region us-east-1 --db-instance horizon-production",
      "aws rds reboot-db-instance has no --db-instance",
    ],
    ["operation", "aws rds failover --region us-east-1", "Check aws rds failover against the AWS reference"],
    [
      "table",
      'psql "dbname=horizon sslmode=require" -c "select 1 from worker.outboxes"',
      "No migration makes the table worker.outboxes: write worker.outbox.",
    ],
    [
      "table of a schema that only the reader knows",
      'psql "dbname=horizon sslmode=require" -c "select 1 from $SOURCE.outboxes"',
      "No migration makes a table outboxes in any schema",
    ],
    [
      "database name",
      'psql "dbname=postgres sslmode=require" -c "select 1"',
      "There is no database postgres: write dbname=horizon.",
    ],
    ["plain connection", 'psql "dbname=horizon" -c "select 1"', "Add sslmode=require"],
    ["plain Redis", "redis-cli -h localhost -p 6379 info", "Add --tls"],
    ["what empties Redis", "redis-cli --tls -h localhost -p 6379 FLUSHALL", "Take FLUSHALL out"],
    ["an unset variable", `${K} describe pod $POD`, "Set $POD in a line above"],
    ["another program", "curl https://api.horizon.example", "nothing checks curl"],
  ])("%s", (_, line, message) => {
    expect(check(line)).toContain(message);
  });
});

const runbook: Runbook = {
  path: "runbooks/redis-recovery.md",
  title: "Redis",
  severity: "critical",
  expectedResolutionMinutes: 10,
  services: ["redis", "api-gateway"],
  monitors: ["redis-memory"],
  commands: [],
};

test("runbooks and monitors name each other", () => {
  const monitor = { key: "redis-memory", runbook: runbook.path };
  expect(checkRunbookLinks([runbook], [monitor], exampleEstate)).toEqual([]);
  expect(
    formatFindings(checkRunbookLinks([runbook], [{ ...monitor, key: "redis-lag" }], exampleEstate)),
  ).toBe(
    "runbooks/redis-recovery.md: Add redis-lag to its monitors: that monitor leads here. [runbook-links]\n" +
      "runbooks/redis-recovery.md: There is no monitor redis-memory: take it out, or write it in datadog/monitors. [runbook-links]",
  );
  const foreign = { ...runbook, services: ["mailer"] };
  expect(formatFindings(checkRunbookLinks([foreign], [monitor], exampleEstate))).toMatch(
    /There is no service mailer/,
  );
});

const body = ["Symptoms", "Check", "Act", "Decide", "Escalate", "Over when"]
  .map((name) => `## ${name}\n`)
  .join("");
const matter = "title: A\nseverity: critical\nexpectedResolutionMinutes: 5\nservices: [a]\nmonitors: []";

test("a runbook has front matter and its sections in order", () => {
  expect(parseRunbook("r.md", `---\n${matter}\n---\n${body}`)).toMatchObject({ title: "A", commands: [] });
});

test.each([
  ["no front matter", body, /Begin with front matter/],
  ["broken YAML", `---\ntitle: [\n---\n${body}`, /Mend the front matter/],
  ["a value that is none", `---\n${matter.replace("5", "soon")}\n---\n${body}`, /expectedResolutionMinutes/],
  [
    "a section that is missing",
    `---\n${matter}\n---\n${body.replace("## Escalate\n", "")}`,
    /these sections in this order/,
  ],
])("%s is refused", (_, text, message) => {
  const refused = parseRunbook("r.md", text);
  expect(Array.isArray(refused) ? formatFindings(refused) : "").toMatch(message);
});
