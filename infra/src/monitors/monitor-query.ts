import type { Monitor } from "./monitor-schema.ts";

export type Comparison = ">" | ">=" | "<" | "<=";

/** What a valid query compares with what; a service check compares nothing, it counts bad answers. */
export interface ParsedMonitorQuery {
  comparison: Comparison | null;
  threshold: number | null;
  /** For a service check: how many answers it looks at. */
  last: number | null;
}

const COMPARISON = /\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\s*$/;
const TIME_AGGREGATION = /^(avg|sum|min|max|percentile)\(last_\d+[mhdw]\):/;
const SERVICE_CHECK =
  /^"[\w.-]+"(?:\.over\((?:"[^"]+",?\s*)+\))(?:\.exclude\([^)]*\))?(?:\.by\((?:"[^"]+",?\s*)+\))?\.last\((\d+)\)\.count_by_status\(\)$/;
const LOGS_OR_EVENTS =
  /^(logs|events)\(".*"\)(?:\.index\("[^"]*"\))?\.rollup\("[^"]+"(?:, ?"[^"]+")?\)(?:\.by\("[^"]+"\))?\.last\("\d+[mhd]"\)/;

/**
 * Reads a query in the grammar of its type: `time_aggr(window):expression comparison number` for metrics.
 * Returns a sentence where Datadog would refuse the query, or would take it and compute something else.
 *
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor
 */
export function parseMonitorQuery({
  type,
  query: raw,
}: Pick<Monitor, "type" | "query">): ParsedMonitorQuery | string {
  const query = raw.replace(/\s+/g, " ").trim();
  if (type === "service check") {
    const [, last] = SERVICE_CHECK.exec(query) ?? [];
    if (last === undefined) {
      return 'Write a service check as "check.name".over("tag:value").by("*").last(n).count_by_status().';
    }
    return { comparison: null, threshold: null, last: Number(last) };
  }
  const [compared, comparison, threshold] = COMPARISON.exec(query) ?? [];
  if (compared === undefined) return "End the query with a comparison and its number, such as > 5.";
  const expression = query.slice(0, -compared.length);
  const problem = type === "query alert" ? metricProblem(expression) : recordsProblem(expression);
  if (problem !== null) return problem;
  return { comparison: comparison as Comparison, threshold: Number(threshold), last: null };
}

function metricProblem(expression: string): string | null {
  if (!TIME_AGGREGATION.test(expression)) {
    return "Begin the query with a time aggregation and its window, such as avg(last_5m): or percentile(last_5m):.";
  }
  const metrics = expression.replace(TIME_AGGREGATION, "");
  if (!isBalanced(metrics)) return "Close every bracket of the query.";
  if (!/\b(avg|sum|min|max|count|p\d{2}):[\w.]+\{[^}]*\}/.test(metrics)) {
    return "Name a metric with its space aggregation and scope, such as sum:http.requests{env:production}.";
  }
  if (metrics.includes(".percentile(")) {
    return "There is no .percentile(); write percentile(last_5m):p95:metric{scope} on a distribution metric.";
  }
  if (expression.startsWith("percentile(") && !/\bp\d{2}:/.test(metrics)) {
    return "A percentile window needs a percentile of the metric, such as p95:http.server.request.duration{scope}.";
  }
  if (metrics.includes(".as_rate()") && metrics.includes("/")) {
    return "A ratio of .as_rate() is aggregated after the division, so buckets add up; write .as_count() on both sides.";
  }
  return null;
}

function recordsProblem(expression: string): string | null {
  if (LOGS_OR_EVENTS.test(expression)) return null;
  return 'Write logs("…").index("*").rollup("count").last("5m"), or events("…").rollup("count").last("5m").';
}

function isBalanced(text: string): boolean {
  const closing: Record<string, string> = { ")": "(", "}": "{", "]": "[" };
  const open: string[] = [];
  for (const character of text) {
    if ("({[".includes(character)) open.push(character);
    const wanted = closing[character];
    if (wanted !== undefined && open.pop() !== wanted) return false;
  }
  return open.length === 0;
}
