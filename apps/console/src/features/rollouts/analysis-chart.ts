import type { AnalysisMetric, AnalysisPhase } from "@horizon/contracts";
import { formatNumber } from "../../components/ui/format-number.ts";

export interface ChartSize {
  readonly width: number;
  readonly height: number;
  readonly padding: number;
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly at: string;
  readonly value: number;
  readonly phase: AnalysisPhase;
}

export interface AnalysisChart {
  readonly points: readonly ChartPoint[];
  /** SVG path through the points; a gap where a measurement gave no number. */
  readonly path: string;
  /** Where the limit lies, the words beside it, and the area in which a value fails. */
  readonly limit: {
    readonly y: number;
    readonly label: string;
    readonly failing: { y: number; height: number };
  } | null;
  readonly low: string;
  readonly high: string;
}

/** Three significant digits, without the zeros that say nothing. */
export function measureText(value: number): string {
  return formatNumber(Number.isInteger(value) ? value : Number(value.toPrecision(3)));
}

function domainOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = high === low ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.12;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
}

function pathOf(points: readonly (ChartPoint | null)[]): string {
  let pen: "M" | "L" = "M";
  const parts: string[] = [];
  for (const point of points) {
    if (point) parts.push(`${pen}${point.x.toFixed(1)} ${point.y.toFixed(1)}`);
    pen = point ? "L" : "M";
  }
  return parts.join(" ");
}

/** Geometry of one small chart: the measurements evenly spaced in order, the limit always within view. Null without a number. */
export function analysisChart(metric: AnalysisMetric, size: ChartSize): AnalysisChart | null {
  const values = metric.measurements.flatMap((measurement) => measurement.value ?? []);
  if (values.length === 0) return null;
  const [low, high] = domainOf(metric.limit ? [...values, metric.limit.value] : values);
  const inner = { width: size.width - 2 * size.padding, height: size.height - 2 * size.padding };
  const yOf = (value: number) => size.padding + inner.height * (1 - (value - low) / (high - low));
  const last = metric.measurements.length - 1;
  const xOf = (index: number) => size.padding + (last === 0 ? inner.width / 2 : (inner.width * index) / last);
  const points = metric.measurements.map((measurement, index) =>
    measurement.value === null
      ? null
      : {
          x: xOf(index),
          y: yOf(measurement.value),
          at: measurement.at,
          value: measurement.value,
          phase: measurement.phase,
        },
  );
  return {
    points: points.filter((point) => point !== null),
    path: pathOf(points),
    limit: limitOf(metric, yOf, size),
    low: measureText(Math.min(...values)),
    high: measureText(Math.max(...values)),
  };
}

function limitOf(
  metric: AnalysisMetric,
  yOf: (value: number) => number,
  size: ChartSize,
): AnalysisChart["limit"] {
  if (!metric.limit) return null;
  const y = yOf(metric.limit.value);
  const passesAbove = metric.limit.passes === "above";
  return {
    y,
    label: `${passesAbove ? "at least" : "at most"} ${measureText(metric.limit.value)}`,
    failing: passesAbove ? { y, height: size.height - y } : { y: 0, height: y },
  };
}

function lastText(measurements: AnalysisMetric["measurements"]): string {
  const last = measurements.findLast(({ value }) => value !== null)?.value ?? null;
  if (last === null) return measurements.length === 0 ? "not measured yet" : "no number measured";
  return measurements.at(-1)?.value === null
    ? `last ${measureText(last)}, no number since`
    : `last ${measureText(last)}`;
}

/** `dry run, decides nothing; last 0.021, limit at most 0.05; 4 passed, 1 failed of 1 allowed` */
export function metricSentence(metric: AnalysisMetric): string {
  const { successful, failed, inconclusive, error } = metric.counts;
  const limit = metric.limit
    ? `limit ${metric.limit.passes === "above" ? "at least" : "at most"} ${measureText(metric.limit.value)}`
    : "";
  const measured = [lastText(metric.measurements), limit].filter(Boolean).join(", ");
  // The controller takes a limit under zero for none.
  const allowed = metric.failureLimit < 0 ? "any number" : metric.failureLimit;
  const counts = [
    `${successful} passed`,
    `${failed} failed (${allowed} allowed)`,
    inconclusive > 0 ? `${inconclusive} inconclusive` : "",
    error > 0 ? `${error} without an answer` : "",
  ];
  const dryRun = metric.dryRun ? "dry run, decides nothing; " : "";
  return `${dryRun}${measured}; ${counts.filter(Boolean).join(", ")}`;
}
