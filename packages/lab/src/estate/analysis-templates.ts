import type { Manifest } from "./estate-object.ts";

/** Limits that a canary must keep: 99 % of requests succeed, 95 % of them within 800 ms. */
const MIN_SUCCESS_RATE = 0.99;
const MAX_P95_MS = 800;

/** The questions that canaries are judged by, asked of Datadog. */
export function analysisTemplates(namespace: string): Manifest[] {
  return [
    template(namespace, "success-rate", `result >= ${MIN_SUCCESS_RATE}`, {
      queries: {
        errors: query("sum:trace.express.request.errors"),
        hits: query("sum:trace.express.request.hits"),
      },
      formula: "1 - (default_zero(errors) / hits)",
    }),
    template(namespace, "p95-latency", `result <= ${MAX_P95_MS}`, {
      query: `p95:trace.express.request{${scope}} * 1000`,
    }),
  ];
}

const scope = "service:{{args.service}},pod_template_hash:{{args.canary-hash}}";

function query(metric: string): string {
  return `${metric}{${scope}}.as_count()`;
}

function template(namespace: string, name: string, successCondition: string, ask: object): Manifest {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AnalysisTemplate",
    metadata: { name, namespace },
    spec: {
      args: [{ name: "service" }, { name: "canary-hash" }],
      metrics: [
        {
          name,
          interval: "10s",
          count: 3,
          failureLimit: 1,
          successCondition,
          provider: { datadog: { apiVersion: "v2", interval: "5m", ...ask } },
        },
      ],
    },
  };
}
