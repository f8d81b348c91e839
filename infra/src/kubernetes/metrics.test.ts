import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

const confd = z.object({
  ad_identifiers: z.array(z.string()),
  instances: z.array(
    z.object({
      openmetrics_endpoint: z.string(),
      namespace: z.string(),
      metrics: z.array(z.union([z.string(), z.record(z.string(), z.string())])),
      rename_labels: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** What the agent is told to read from services. */
function readAgentSettings() {
  const { helmCharts } = parse(read("k8s/platform/controllers/production/kustomization.yaml"));
  const chart = helmCharts.find(({ name }: { name: string }) => name === "datadog");
  return confd.parse(parse(chart.valuesInline.datadog.confd["openmetrics.yaml"]));
}

/** Names in Datadog by names at /metrics; counters lose `_total` on the way and get `.count`. */
function listRenamed(): Map<string, string> {
  return new Map(
    readAgentSettings().instances.flatMap(({ namespace, metrics }) =>
      metrics.flatMap((metric) =>
        typeof metric === "string"
          ? []
          : Object.entries(metric).map(([from, to]) => [from, `${namespace}.${to}`] as const),
      ),
    ),
  );
}

test("the agent reads metrics that services have, under the names by which canaries are judged", () => {
  const exposed = new Set(
    [...read("apps/backend/src/platform/metrics.ts").matchAll(/name: "(\w+)"/g)].map(([, name = ""]) => name),
  );
  const renamed = listRenamed();
  const known = [...renamed].flatMap(([from, to]) => {
    if (exposed.has(`${from}_total`)) return [`${to}.count`];
    return exposed.has(from) ? [to] : [];
  });
  expect(known).toHaveLength(renamed.size);
  for (const template of ["success-rate", "p95-latency"]) {
    const text = read(`k8s/components/canary-analysis/${template}.yaml`);
    const asked = [...text.matchAll(/(?:sum|p95):([\w.]+)\{/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(known, template).toContain(name);
  }
});

test("the agent knows every service by its image, and the status by the tag that canaries and monitors use", () => {
  const { ad_identifiers, instances } = readAgentSettings();
  const images = parse(read("k8s/overlays/production/images/kustomization.yaml")).images.map(
    ({ name }: { name: string }) => name.replace("registry.invalid/", ""),
  );
  expect(images).toEqual(expect.arrayContaining(ad_identifiers));
  expect(ad_identifiers).toHaveLength(8);
  expect(instances[0]?.rename_labels).toEqual({ status: "status_code" });
  expect(read("k8s/components/canary-analysis/success-rate.yaml")).toContain("status_code:5*");
});
