import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { backendEvents } from "@horizon/contracts/backend";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { loadMonitors } from "./load-monitors.ts";
import { findUnmeasured, type MetricSources, metricsOf } from "./metric-sources.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const { monitors } = loadMonitors(join(root, "datadog/monitors"));

/** Counters lose `_total` on their way to Datadog and get `.count`. */
const inDatadog = (name: string) => (name.endsWith("_total") ? `${name.slice(0, -6)}.count` : name);

function readSources(): MetricSources {
  const opsServerIsRead = read("k8s/base/ops-server/deployment.yaml").includes('"metrics": ["^horizon_.+"]');
  const sources = globSync(`apps/${opsServerIsRead ? "{backend,ops-server}" : "backend"}/src/**/*.ts`, {
    cwd: root,
    exclude: (path) => path.endsWith(".test.ts"),
  })
    .map(read)
    .join("\n");
  const gauges = [...sources.matchAll(/"(horizon_\w+)"/g)].map(([, name = ""]) => name);
  const counters = [...sources.matchAll(/metrics\.count\("(\w+)"/g)].map(
    ([, name]) => `horizon_${name}_total`,
  );
  const settings = ["production", "dr"].flatMap((environment) => {
    const { helmCharts } = parse(read(`k8s/platform/controllers/${environment}/kustomization.yaml`));
    const { datadog, clusterAgent } = helmCharts.find(
      ({ name }: { name: string }) => name === "datadog",
    ).valuesInline;
    return [datadog.confd ?? {}, clusterAgent.confd ?? {}] as Record<string, string>[];
  });
  const files = Object.assign({}, ...settings) as Record<string, string>;
  const renamed = [...(files["openmetrics.yaml"] ?? "").matchAll(/- http_server_\w+: ([\w.]+)/g)].flatMap(
    ([, name]) => [`http.${name}`, `http.${name}.count`],
  );
  const [, namespaces = ""] =
    /namespaces = \[([^\]]+)\]/.exec(read("infra/terraform/modules/observability/aws.tf")) ?? [];
  return {
    own: new Set([...gauges, ...counters].map(inDatadog).concat(renamed)),
    checks: new Set(Object.keys(files).map((file) => file.replace(".yaml", ""))),
    namespaces: new Set(namespaces.match(/AWS\/\w+/g)),
  };
}
const sources = readSources();

test.each(monitors.map(({ monitor }) => monitor).filter(({ type }) => type !== "event-v2 alert"))(
  "something measures what “$name” asks for",
  ({ query }) => {
    const metrics = metricsOf(query);
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) expect(findUnmeasured(metric, sources, query)).toBeNull();
  },
);

test.each([
  [
    "a gauge that no process has",
    "avg(last_5m):avg:horizon_letters{env:production} > 1",
    /Nothing measures horizon_letters/,
  ],
  [
    "the Prometheus name of a counter",
    "sum(last_5m):sum:horizon_events_total{*} > 1",
    /Nothing measures horizon_events_total/,
  ],
  [
    "a check that no agent runs",
    "avg(last_5m):avg:postgresql.connections{env:production} > 1",
    /Nothing measures postgresql/,
  ],
  [
    "a namespace that Datadog does not read",
    "avg(last_5m):avg:aws.sqs.age{*} > 1",
    /namespace of aws\.sqs\.age/,
  ],
  [
    "a tag that AWS does not have",
    "avg(last_5m):avg:aws.rds.cpuutilization{env:production} > 1",
    /write environment:/,
  ],
])("%s is refused", (_, query, message) => {
  const [metric = ""] = metricsOf(query);
  expect(findUnmeasured(metric, sources, query)).toMatch(message);
});

test("something measures every figure of the dashboards", () => {
  const queries = globSync("datadog/dashboards/*.json", { cwd: root }).flatMap((path) =>
    [...read(path).matchAll(/"query": "([^"]+)"/g)].map(([, query = ""]) => query),
  );
  expect(queries.length).toBeGreaterThan(20);
  for (const query of queries) {
    const metrics = metricsOf(query);
    expect(metrics, query).toHaveLength(1);
    for (const metric of metrics) expect(findUnmeasured(metric, sources, "")).toBeNull();
  }
});

test("events that monitors and dashboards count are told by a service", () => {
  const texts = globSync("datadog/**/*.{json,yaml}", { cwd: root }).map(read).join("\n");
  const events = new Set(
    [...texts.matchAll(/horizon_events\.count\{event:([\w.]+)/g)].map(([, name = ""]) => name),
  );
  expect(events.size).toBeGreaterThan(15);
  const told = Object.keys(backendEvents).map((type) => type.replace(/\.v\d+$/, ""));
  for (const event of events) expect(told).toContain(event);
});

test("a percentile is asked of what has percentiles, by tags that it keeps", () => {
  const settings = read("infra/terraform/modules/observability/dashboards.tf");
  const kept = [...(/tags\s+= \[([^\]]+)\]/.exec(settings)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(
    ([, tag]) => tag,
  );
  const texts = globSync(["datadog/**/*.{json,yaml}", "k8s/components/canary-analysis/*.yaml"], {
    cwd: root,
  }).map(read);
  const asked = texts.flatMap((text) => [
    ...text.matchAll(/p95:([\w.]+)\{([^"\n]*?)\}(?: by \{(\w+)\}|[ "]|$)/gm),
  ]);
  expect(asked.length).toBeGreaterThanOrEqual(3);
  for (const [, metric, filters = "", by] of asked) {
    expect(settings).toContain(`metric_name         = "${metric}"`);
    const tags = [...filters.matchAll(/(?:^|,)(\w+):/g)].map(([, tag]) => tag);
    for (const tag of [...tags, ...(by ? [by] : [])]) expect(kept).toContain(tag);
  }
});

test("connections are a share of what the database of production allows", () => {
  const query = monitors.find(({ monitor }) => monitor.tags.includes("monitor_key:postgres-connections"))
    ?.monitor.query;
  const [, allowed] =
    /max_connections\s*= (\d+)/.exec(read("infra/terraform/live/production/us-east-1/data/main.tf")) ?? [];
  expect(query).toContain(` / ${allowed} * 100 `);
});

test("the vault and the address that monitors name are those of production", () => {
  const vault = /backupvaultname:([\w-]+)/.exec(read("datadog/monitors/backups.yaml"))?.[1];
  const roots = globSync("infra/terraform/live/production/us-east-1/**/*.tf", { cwd: root })
    .map(read)
    .join("\n");
  expect(/modules\/backup"[\s\S]*?name\s+= "([\w-]+)"/.exec(roots)?.[1]).toBe(vault);
  const dr = read("k8s/platform/controllers/dr/kustomization.yaml");
  const [, host = ""] = /url: https:\/\/([\w.-]+)\/health\/ready/.exec(dr) ?? [];
  expect(read("k8s/base/api-gateway/ingress.yaml")).toContain(`host: ${host}`);
});
