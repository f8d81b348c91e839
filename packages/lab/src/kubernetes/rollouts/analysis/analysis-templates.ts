import type { ObjectStore } from "../../store/object-store.ts";
import type { AnalysisRun, AnalysisTemplate } from "../model/analysis-object.ts";
import type { RolloutAnalysis, TemplateRef } from "../model/rollout-object.ts";
import { mergeArguments } from "./metric-arguments.ts";

/** A template that does not exist, or cannot be used as it is referred to. */
export class AnalysisTemplateError extends Error {}

/**
 * What an AnalysisRun gets from the templates of an analysis, nested ones included, each once.
 * Throws an `AnalysisTemplateError`.
 */
export function analysisRunSpec(
  store: ObjectStore,
  namespace: string | null,
  analysis: RolloutAnalysis,
): AnalysisRun["spec"] {
  const templates = collectTemplates(store, namespace, analysis.templates ?? []);
  const metrics = templates.flatMap(({ spec }) => spec.metrics ?? []);
  const names = metrics.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) throw new AnalysisTemplateError(`two metrics have the same name '${repeated}'`);
  const dryRun = [...templates.flatMap(({ spec }) => spec.dryRun ?? []), ...(analysis.dryRun ?? [])];
  const measurementRetention = [
    ...templates.flatMap(({ spec }) => spec.measurementRetention ?? []),
    ...(analysis.measurementRetention ?? []),
  ];
  const args = argumentsOf(templates, analysis);
  return {
    metrics,
    ...(args.length ? { args } : {}),
    ...(dryRun.length ? { dryRun } : {}),
    ...(measurementRetention.length ? { measurementRetention } : {}),
  };
}

function argumentsOf(templates: AnalysisTemplate[], analysis: RolloutAnalysis) {
  try {
    return mergeArguments(
      templates.flatMap(({ spec }) => spec.args ?? []),
      analysis.args ?? [],
    );
  } catch (cause) {
    throw new AnalysisTemplateError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function collectTemplates(
  store: ObjectStore,
  namespace: string | null,
  references: TemplateRef[],
  seen = new Set<string>(),
): AnalysisTemplate[] {
  return references.flatMap(({ templateName, clusterScope = false }) => {
    const key = `${clusterScope}/${templateName}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const template = clusterScope
      ? store.find<AnalysisTemplate>("clusteranalysistemplates.argoproj.io", null, templateName)
      : store.find<AnalysisTemplate>("analysistemplates.argoproj.io", namespace, templateName);
    const kind = clusterScope ? "ClusterAnalysisTemplate" : "AnalysisTemplate";
    if (!template) throw new AnalysisTemplateError(`${kind} '${templateName}' not found`);
    return [template, ...collectTemplates(store, namespace, template.spec.templates ?? [], seen)];
  });
}
