import type { Manifest } from "./estate-object.ts";

/** Limits that a canary must keep: 99 % of requests succeed, 95 % of them within 800 ms. */
const MIN_SUCCESS_RATE = 0.99;
const MAX_P95_MS = 800;

/** The questions that canaries are judged by, asked of Datadog: those of `k8s/components/canary-analysis`. */
export function analysisTemplates(namespace: string): Manifest[] {
  return [
    template(namespace, "success-rate", {
      successCondition: `default(result, 0) >= ${MIN_SUCCESS_RATE}`,
      failureCondition: `default(result, 1) < ${MIN_SUCCESS_RATE}`,
      datadog: {
        aggregator: "sum",
        queries: {
          errors: `sum:${REQUESTS}.count{${SCOPE},status_code:5*}.as_count()`,
          hits: `sum:${REQUESTS}.count{${SCOPE}}.as_count()`,
        },
        formula: "1 - (default_zero(errors) / hits)",
      },
    }),
    template(namespace, "p95-latency", {
      successCondition: `default(result, 100000) <= ${MAX_P95_MS}`,
      failureCondition: `default(result, 0) > ${MAX_P95_MS}`,
      datadog: {
        aggregator: "percentile",
        queries: { latency: `p95:${REQUESTS}.duration{${SCOPE}}` },
        formula: "latency * 1000",
      },
    }),
  ];
}

const REQUESTS = "http.server.request";
const SCOPE = "service:{{args.service}},pod_template_hash:{{args.canary-hash}}";

interface Question {
  successCondition: string;
  failureCondition: string;
  datadog: object;
}

function template(namespace: string, name: string, question: Question): Manifest {
  const { datadog, ...conditions } = question;
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AnalysisTemplate",
    metadata: { name, namespace },
    spec: {
      args: [{ name: "service" }, { name: "canary-hash" }],
      metrics: [
        {
          name,
          // The manifests wait 2 minutes and then take 5 measurements, a minute apart; in the lab nobody has seven minutes.
          initialDelay: "2s",
          interval: "10s",
          count: 3,
          failureLimit: 1,
          ...conditions,
          provider: { datadog: { apiVersion: "v2", interval: "5m", ...datadog } },
        },
      ],
    },
  };
}
