/** What measures the metrics that monitors ask for, and where it is switched on. */
export interface MetricSources {
  /** Names in Datadog of what our processes expose, read by the agent: `horizon_outbox_lag_seconds`, `http.server.request.count`. */
  own: ReadonlySet<string>;
  /** Checks that an agent runs: `argo_rollouts`, `http_check`. */
  checks: ReadonlySet<string>;
  /** Namespaces of CloudWatch that Datadog reads: `AWS/RDS`. */
  namespaces: ReadonlySet<string>;
}

/** What Datadog makes of a namespace of CloudWatch. */
const CLOUDWATCH: Readonly<Record<string, string>> = {
  applicationelb: "AWS/ApplicationELB",
  backup: "AWS/Backup",
  billing: "AWS/Billing",
  certificatemanager: "AWS/CertificateManager",
  docdb: "AWS/DocDB",
  elasticache: "AWS/ElastiCache",
  kafka: "AWS/Kafka",
  rds: "AWS/RDS",
  ses: "AWS/SES",
};

/** Every metric or service check in a query. */
export function metricsOf(query: string): string[] {
  const check = /^"([\w.]+)"\.over\(/.exec(query);
  if (check) return [check[1] ?? ""];
  return [...query.matchAll(/(?:avg|sum|min|max|p95):([a-z_]+(?:\.[a-z_0-9]+)*)\{/g)].map(
    ([, name = ""]) => name,
  );
}

/** Why nothing would ever be measured under this name; null where something is. A monitor without data is silent, or pages for nothing. */
export function findUnmeasured(
  metric: string,
  { own, checks, namespaces }: MetricSources,
  tags: string,
): string | null {
  const [first = "", second = ""] = metric.split(".");
  // The chart of the agent has the core check of kube-state-metrics on.
  if (first === "kubernetes_state") return null;
  if (first === "aws") {
    const namespace = CLOUDWATCH[second];
    if (namespace === undefined || !namespaces.has(namespace))
      return `Datadog does not read CloudWatch's namespace of ${metric}: add it in modules/observability.`;
    // What CloudWatch measures has the tags of AWS, where an environment is called Environment.
    return /\benv:/.test(tags) ? `${metric} has no tag env: write environment:… in its braces.` : null;
  }
  if (metric.startsWith("http.can_connect"))
    return checks.has("http_check") ? null : `No agent runs http_check, which ${metric} comes from.`;
  if (checks.has(first) || own.has(metric)) return null;
  return `Nothing measures ${metric}: expose it, or ask for what there is.`;
}
