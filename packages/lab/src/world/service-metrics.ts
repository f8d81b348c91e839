import type { ReplicaSet } from "../kubernetes/controllers/replica-set.ts";
import type { MetricQuery, MetricSource } from "../kubernetes/rollouts/analysis/metric-source.ts";
import type { BehaviourRules } from "../kubernetes/runtime/behaviour-rules.ts";
import { logProfile } from "../kubernetes/runtime/log-lines.ts";
import { createSeededRandom, seedOf } from "../kubernetes/runtime/seeded-random.ts";
import type { ObjectStore } from "../kubernetes/store/object-store.ts";

/** What a metrics provider would know of one version of a service in one bucket of time. */
export interface ServiceMetrics {
  /** Share of failed requests, 0–1. */
  errorRate: number;
  p95Ms: number;
}

export interface ServiceMetricsOptions {
  store: ObjectStore;
  rules: BehaviourRules;
  seed: number;
}

const BUCKET_MS = 10_000;
const CALM_ERROR_RATE = 0.002;

/** The metrics of the pods of a ReplicaSet: the behaviour that the rules give them, with noise that depends on the time. */
function replicaSetMetrics(
  { rules, seed }: ServiceMetricsOptions,
  replicaSet: ReplicaSet,
  nowMs: number,
): ServiceMetrics {
  const { namespace = "" } = replicaSet.metadata;
  const { metadata, spec } = replicaSet.spec.template;
  const behaviour = rules.behaviourOf({ metadata: { ...metadata, namespace }, spec });
  const bucket = Math.floor(nowMs / BUCKET_MS);
  const random = createSeededRandom(seedOf(seed, replicaSet.metadata.name, bucket));
  const p95Ms = behaviour.latencyP95Ms ?? logProfile(metadata?.labels?.app ?? "").p95Ms;
  return {
    errorRate: (behaviour.errorRate ?? CALM_ERROR_RATE) * (0.8 + random() * 0.4),
    p95Ms: Math.round(p95Ms * (0.92 + random() * 0.16)),
  };
}

/** Answers the estate's analysis templates from the behaviour of the revision under analysis. */
export function createServiceMetricSource(options: ServiceMetricsOptions): MetricSource {
  return {
    measure(query, nowMs) {
      const replicaSet = findAnalysed(options.store, query);
      if (!replicaSet) return null;
      const metrics = replicaSetMetrics(options, replicaSet, nowMs);
      if (query.metricName === "success-rate") return Math.round((1 - metrics.errorRate) * 10_000) / 10_000;
      if (query.metricName === "p95-latency") return metrics.p95Ms;
      return new Error(`the lab has no metric "${query.metricName}"`);
    },
  };
}

function findAnalysed(store: ObjectStore, query: MetricQuery): ReplicaSet | undefined {
  const hash = query.podTemplateHash ?? query.args["canary-hash"];
  if (hash === undefined) return undefined;
  return store.find<ReplicaSet>("replicasets.apps", query.namespace, `${query.rolloutName}-${hash}`);
}
