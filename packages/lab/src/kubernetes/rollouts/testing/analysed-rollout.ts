import type { Metric } from "../model/analysis-object.ts";
import type { CanaryStrategy } from "../model/rollout-object.ts";
import { createReferenceClient } from "./reference-client.ts";
import { createRolloutCluster } from "./rollout-cluster.ts";

/** A metric that is good below 5 %. */
export const ERROR_RATE: Metric = {
  name: "error-rate",
  successCondition: "result < 0.05",
  provider: { datadog: { query: "errors{hash:{{args.hash}}}" } },
};
/** What makes of it one that is neither good nor bad from 5 to 20 %. */
export const UNDECIDED: Partial<Metric> = {
  successCondition: "result < 0.05",
  failureCondition: "result > 0.2",
};
const HASH_ARGS = [{ name: "hash", valueFrom: { podTemplateHashValue: "Latest" as const } }];
export const TEMPLATES = { templates: [{ templateName: "errors" }], args: HASH_ARGS };
/** The analysis is the step between 25 and 50 %. */
export const INLINE: CanaryStrategy = {
  steps: [{ setWeight: 25 }, { analysis: TEMPLATES }, { setWeight: 50 }, { pause: {} }],
};
/** The analysis runs beside the steps. */
export const BACKGROUND: CanaryStrategy = {
  analysis: TEMPLATES,
  steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: {} }],
};

/** A cluster whose first revision is out, whose next ones are measured, and the reference client beside it. */
export function analysed(canary: CanaryStrategy, metric: Partial<Metric> = {}) {
  const cluster = createRolloutCluster({ canary });
  cluster.createTemplate("errors", [{ ...ERROR_RATE, ...metric }], [{ name: "hash" }]);
  cluster.deploy();
  return { cluster, client: createReferenceClient(cluster) };
}
