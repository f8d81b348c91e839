import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatFindings } from "../policy/finding.ts";
import { checkMonitors } from "./check-monitors.ts";
import { loadMonitors, parseMonitors } from "./load-monitors.ts";
import type { Monitor } from "./monitor-schema.ts";

const root = join(import.meta.dirname, "../../..");
const good: Monitor = {
  name: "API error rate high",
  type: "query alert",
  query: "avg(last_5m):avg:errors{env:production} > 5",
  message: "{{value}} % fail.",
  thresholds: { critical: 5, warning: 2, criticalRecovery: 4, warningRecovery: 1 },
  notify: ["@pagerduty-horizon-critical", "@slack-horizon-alerts"],
  tags: ["monitor_key:api-error-rate", "env:production", "service:api-gateway", "team:platform"],
  priority: 1,
  renotifyMinutes: 30,
  noDataMinutes: null,
  runbook: "runbooks/api-gateway-failure.md",
};
const check = (changes: Partial<Monitor>, exists = true) =>
  checkMonitors([{ file: "api.yaml", monitor: { ...good, ...changes } }], () => exists);

test("the monitors of this repository are right", () => {
  const { monitors, findings } = loadMonitors(join(root, "datadog/monitors"));
  expect(formatFindings(findings)).toBe("");
  expect(formatFindings(checkMonitors(monitors, (path) => existsSync(join(root, path))))).toBe("");
  expect(monitors.length).toBeGreaterThanOrEqual(25);
});

test("the four monitors of the strategy keep its thresholds", () => {
  const { monitors } = loadMonitors(join(root, "datadog/monitors"));
  const thresholdsOf = (key: string) => {
    const found = monitors.find(({ monitor }) => monitor.tags.includes(`monitor_key:${key}`));
    return [found?.monitor.thresholds.critical, found?.monitor.thresholds.warning];
  };
  expect(thresholdsOf("api-error-rate")).toEqual([5, 2]);
  expect(thresholdsOf("api-latency-p95")).toEqual([2, 1]);
  expect(thresholdsOf("postgres-connections")).toEqual([90, 75]);
  expect(thresholdsOf("redis-memory")).toEqual([90, 80]);
});

test("a right monitor has no findings", () => {
  expect(check({})).toEqual([]);
});

test("a threshold that contradicts the query is refused with both numbers", () => {
  expect(formatFindings(check({ query: "avg(last_5m):avg:errors{env:production} > 200" }))).toBe(
    "api.yaml: API error rate high: The query compares with 200 and thresholds.critical is 5: write the same number in both. [threshold-in-query]",
  );
});

test.each<[rule: string, changes: Partial<Monitor>, message: RegExp]>([
  ["query-form", { query: "avg:errors{*} > 5" }, /time aggregation/],
  ["warning-before-critical", { thresholds: { critical: 5, warning: 6 } }, /below 5/],
  [
    "warning-before-critical",
    { query: "min(last_1d):min:days{*} < 14", thresholds: { critical: 14, warning: 7 } },
    /above 14/,
  ],
  ["recovery-is-milder", { thresholds: { critical: 5, criticalRecovery: 5 } }, /flaps/],
  ["severity-routing", { notify: ["@slack-horizon-alerts"] }, /notify @pagerduty-horizon-critical/],
  ["severity-routing", { notify: ["@pagerduty-horizon-critical"] }, /the warning reaches nobody/],
  ["severity-routing", { priority: 3 }, /take @pagerduty-horizon-critical from notify/],
  ["severity-routing", { priority: 5 }, /notify @ops-digest/],
  ["severity-routing", { notify: [...good.notify, "@slack-nobody"] }, /Nobody is behind @slack-nobody/],
  ["severity-routing", { renotifyMinutes: null }, /renotifyMinutes/],
  ["needed-tags", { tags: good.tags.slice(1) }, /monitor_key/],
  ["routing-in-notify", { message: "It fails. @pagerduty-horizon-critical" }, /Move handles/],
  [
    "threshold-in-query",
    {
      type: "service check",
      query: '"http.can_connect".over("env:dr").last(3).count_by_status()',
      thresholds: { critical: 3, warning: 1 },
    },
    /between 1 and 2/,
  ],
])("%s: %o", (rule, changes, message) => {
  const findings = check(changes);
  expect(findings.map((finding) => finding.rule)).toContain(rule);
  expect(formatFindings(findings)).toMatch(message);
});

test("a runbook that does not exist is refused", () => {
  expect(check({}, false)).toMatchObject([
    { rule: "runbook-exists", message: "Write runbooks/api-gateway-failure.md, or name one that exists." },
  ]);
});

test("two monitors of one name or one key are refused", () => {
  const twice = [
    { file: "api.yaml", monitor: good },
    { file: "other.yaml", monitor: good },
  ];
  expect(formatFindings(checkMonitors(twice, () => true))).toBe(
    "other.yaml: API error rate high: Choose another monitor_key: api.yaml has api-error-rate already. [unique-monitors]\n" +
      "other.yaml: API error rate high: Choose another name: api.yaml has API error rate high already. [unique-monitors]",
  );
});

test.each([
  ["not YAML", "monitors: [", /Mend the YAML/],
  ["another shape", "alerts: []", /monitors/],
  ["a type of the strategy", "monitors: [{ type: metric }]", /a metric monitor is a "query alert"/],
])("%s is a finding and loses no other file", (_, text, message) => {
  const { monitors, findings } = parseMonitors("api.yaml", text);
  expect(monitors).toEqual([]);
  expect(formatFindings(findings)).toMatch(message);
});
