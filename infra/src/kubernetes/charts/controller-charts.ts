import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

export const environments = ["production", "staging", "dr"] as const;
export type ChartEnvironment = (typeof environments)[number];

const root = join(import.meta.dirname, "../../../../k8s/platform/controllers");

const chart = z.strictObject({
  name: z.string(),
  repo: z.url({ protocol: /^https$/ }),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "is not an exact version"),
  kubeVersion: z.string().regex(/^1\.\d+$/),
  releaseName: z.string(),
  namespace: z.string(),
  includeCRDs: z.literal(true).optional(),
  valuesInline: z.record(z.string(), z.unknown()),
});
export type ControllerChart = z.infer<typeof chart>;

const controllers = z.strictObject({
  apiVersion: z.literal("kustomize.config.k8s.io/v1beta1"),
  kind: z.literal("Kustomization"),
  helmCharts: z.array(chart),
});

/** What k8s/platform/controllers lists for an environment. @throws ZodError where an entry is not pinned. */
export function listCharts(environment: ChartEnvironment): ControllerChart[] {
  const file = join(root, environment, "kustomization.yaml");
  return controllers.parse(parse(readFileSync(file, "utf8"))).helmCharts;
}
