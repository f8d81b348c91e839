"use client";
import type { AnalysisMetric } from "@horizon/contracts";
import { memo } from "react";
import { Time } from "@/components/ui/time";
import { analysisChart, type ChartPoint, measureText, metricSentence } from "./analysis-chart.ts";
import { AnalysisVerdict, analysisWord } from "./analysis-verdict.tsx";

const size = { width: 260, height: 72, padding: 8 };

/** The verdict of a measurement is a shape first and a colour second. */
function Mark({ point }: { point: ChartPoint }) {
  if (point.phase === "Failed") {
    return (
      <path
        d={`M${point.x - 3.5} ${point.y - 3.5}l7 7m0 -7l-7 7`}
        className="stroke-failed"
        strokeWidth={2}
      />
    );
  }
  if (point.phase === "Successful") return <circle cx={point.x} cy={point.y} r={2.5} className="fill-ink" />;
  return (
    <circle cx={point.x} cy={point.y} r={3} className="fill-surface stroke-ink-soft" strokeWidth={1.5} />
  );
}

function Chart({ metric }: { metric: AnalysisMetric }) {
  const chart = analysisChart(metric, size);
  if (!chart) {
    return (
      <p className="grid h-[72px] place-items-center rounded bg-sunken text-xs text-ink-soft">
        Nothing measured yet
      </p>
    );
  }
  return (
    <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" className="block w-full">
      <title>{`${metric.name}: ${metricSentence(metric)}`}</title>
      {chart.limit && (
        <>
          <rect x={0} width={size.width} {...chart.limit.failing} className="fill-failed-tint" />
          <line
            x1={0}
            x2={size.width}
            y1={chart.limit.y}
            y2={chart.limit.y}
            className="stroke-failed"
            strokeDasharray="4 3"
          />
          <text
            x={2}
            y={chart.limit.y < 14 ? chart.limit.y + 11 : chart.limit.y - 3}
            className="fill-failed text-[10px]"
          >
            {chart.limit.label}
          </text>
        </>
      )}
      <path d={chart.path} fill="none" className="stroke-ink" strokeWidth={1.25} />
      {chart.points.map((point) => (
        <Mark key={point.at} point={point} />
      ))}
    </svg>
  );
}

/** `13:14:20 – 13:15:00 UTC`: when the first and the last were taken. */
function measuredText({ measurements }: AnalysisMetric): string {
  const clock = (at: string | undefined) => at?.slice(11, 19) ?? "";
  const [first, last] = [clock(measurements[0]?.at), clock(measurements.at(-1)?.at)];
  return first === last ? `${first} UTC` : `${first} – ${last} UTC`;
}

function MeasurementTable({ metric }: { metric: AnalysisMetric }) {
  return (
    <details className="mt-2 text-xs">
      <summary className="text-accent">{metric.measurements.length} measurements as a table</summary>
      <p className="mt-1 break-words font-mono text-ink-soft">
        {metric.successCondition && <>pass: {metric.successCondition}</>}
        {metric.failureCondition && <> fail: {metric.failureCondition}</>}
      </p>
      <table className="mt-1 w-full">
        <caption className="sr-only">Measurements of {metric.name}</caption>
        <thead className="text-left text-ink-soft">
          <tr>
            <th scope="col" className="font-normal">
              Time
            </th>
            <th scope="col" className="text-right font-normal">
              Value
            </th>
            <th scope="col" className="pl-3 font-normal">
              Verdict
            </th>
          </tr>
        </thead>
        <tbody>
          {metric.measurements.toReversed().map((measurement) => (
            <tr key={measurement.at} className="border-t border-line">
              <td>
                <Time at={measurement.at} />
              </td>
              <td className="text-right font-mono">
                {measurement.value === null ? measurement.raw || "none" : measureText(measurement.value)}
              </td>
              <td className="pl-3">
                {analysisWord(measurement.phase)}
                {measurement.message && `: ${measurement.message}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** One metric: its measurements against its limit, the condition, and the table behind the picture. */
export const AnalysisMetricChart = memo(function AnalysisMetricChart({ metric }: { metric: AnalysisMetric }) {
  return (
    <figure className="min-w-0 rounded-md border border-line bg-surface p-3">
      <figcaption>
        <span className="flex items-baseline justify-between gap-2">
          <span className="truncate font-medium">{metric.name}</span>
          <AnalysisVerdict phase={metric.phase} className="shrink-0 text-xs" />
        </span>
        <span className="block text-xs text-ink-soft">{metricSentence(metric)}</span>
      </figcaption>
      <div className="mt-2">
        <Chart metric={metric} />
      </div>
      {metric.measurements.length > 0 && (
        <>
          <p className="text-[11px] text-ink-soft">{measuredText(metric)}</p>
          <MeasurementTable metric={metric} />
        </>
      )}
    </figure>
  );
});
