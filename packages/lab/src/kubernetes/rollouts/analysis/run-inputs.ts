import type { KubeObject, ObjectStore } from "../../store/object-store.ts";
import type { AnalysisRun, Metric } from "../model/analysis-object.ts";

interface Secret extends KubeObject {
  data?: Record<string, string>;
}

/** Values of a run's arguments by name, secrets included. Throws when one is missing. */
export function resolveArguments(store: ObjectStore, run: AnalysisRun): Record<string, string> {
  const entries = (run.spec.args ?? []).map(({ name, value, valueFrom }) => {
    const { secretKeyRef } = valueFrom ?? {};
    const resolved = secretKeyRef ? secretValue(store, run, secretKeyRef) : value;
    if (resolved === undefined) throw new Error(`args.${name} was not resolved`);
    return [name, resolved];
  });
  return Object.fromEntries(entries);
}

/**
 * What conditions see as `result`, and how the run shows it. Prometheus answers with a vector, so a single number of
 * the lab's source becomes a vector of one there, and no data an empty one.
 */
export function measuredValue(
  metric: Metric,
  answer: number | number[] | null,
): { result: number | number[] | null; text: string } {
  const isVector = Array.isArray(answer) || "prometheus" in metric.provider;
  const result = isVector && !Array.isArray(answer) ? (answer === null ? [] : [answer]) : answer;
  return {
    result,
    text: Array.isArray(result) ? `[${result.join(",")}]` : result === null ? "" : String(result),
  };
}

function secretValue(store: ObjectStore, run: AnalysisRun, reference: { name: string; key: string }): string {
  const secret = store.find<Secret>("secrets", run.metadata.namespace ?? null, reference.name);
  const encoded = secret?.data?.[reference.key];
  if (encoded === undefined) {
    throw new Error(`key '${reference.key}' does not exist in secret '${reference.name}'`);
  }
  return Buffer.from(encoded, "base64").toString("utf8");
}
