import type { AnalysisArgument, Metric } from "../model/analysis-object.ts";

const PLACEHOLDER = /\{\{\s*args\.([\w.-]+)\s*\}\}/g;

/** A metric with `{{args.name}}` filled in wherever it stands. Throws when an argument has no value. */
export function resolveMetric(metric: Metric, args: Record<string, string>): Metric {
  return replaceStrings(metric, (text) =>
    text.replaceAll(PLACEHOLDER, (_placeholder, name: string) => {
      const value = args[name];
      if (value === undefined) throw new Error(`failed to resolve {{args.${name}}}`);
      return value;
    }),
  );
}

/**
 * Arguments that templates declare, with the given values in place of defaults. Throws when one is left without a value.
 */
export function mergeArguments(declared: AnalysisArgument[], given: AnalysisArgument[]): AnalysisArgument[] {
  const merged = new Map<string, AnalysisArgument>();
  for (const argument of [...declared, ...given]) {
    const known = merged.get(argument.name);
    const hasValue = argument.value !== undefined || argument.valueFrom !== undefined;
    if (!known || hasValue) merged.set(argument.name, argument);
  }
  for (const { name, value, valueFrom } of merged.values()) {
    if (value === undefined && valueFrom === undefined) throw new Error(`args.${name} was not resolved`);
  }
  return [...merged.values()];
}

function replaceStrings<T>(value: T, replace: (text: string) => string): T;
function replaceStrings(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceStrings(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, replaceStrings(field, replace)]),
  );
}
