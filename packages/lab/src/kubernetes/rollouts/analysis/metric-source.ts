/** One question that an analysis asks a metrics provider. */
export interface MetricQuery {
  rolloutName: string;
  namespace: string;
  metricName: string;
  /** The metric's `provider` block with its arguments filled in. */
  provider: unknown;
  args: Record<string, string>;
  /** Hash of the revision under analysis, when the run carries one. */
  podTemplateHash?: string;
}

/**
 * Where the lab's analyses take their measurements. A number is a scalar result, an array a vector,
 * `null` means that the provider has no data, an `Error` that it could not answer (it is returned, not thrown).
 */
export interface MetricSource {
  measure(query: MetricQuery, nowMs: number): number | number[] | null | Error;
}
