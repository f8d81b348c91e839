"use client";
import type { AnalysisRun } from "@horizon/contracts";
import { Time } from "@/components/ui/time";
import { AnalysisMetricChart } from "./analysis-metric-chart.tsx";

function runPlace(run: AnalysisRun): string {
  const step = run.stepIndex === null ? "in the background" : `at step ${run.stepIndex + 1}`;
  return run.revision === null ? step : `${step} of revision ${run.revision}`;
}

function Run({ run }: { run: AnalysisRun }) {
  return (
    <section aria-label={run.name} className="mb-4">
      <h3 className="font-medium">
        <span className="break-all font-mono">{run.name}</span>{" "}
        <span className="font-normal text-ink-soft">
          {run.phase}, {runPlace(run)}, started <Time at={run.startedAt} />
        </span>
      </h3>
      {run.message && <p className="text-ink-soft">{run.message}</p>}
      <div className="mt-2 grid gap-3 grid-cols-[repeat(auto-fit,minmax(min(16rem,100%),22rem))]">
        {run.metrics.map((metric) => (
          <AnalysisMetricChart key={metric.name} metric={metric} />
        ))}
      </div>
    </section>
  );
}

const shownRuns = 2;

/** What was measured of the canary against its limits: the newest runs open, the earlier ones folded. */
export function AnalysisPanel({ runs }: { runs: readonly AnalysisRun[] }) {
  if (runs.length === 0) {
    return <p className="text-ink-soft">No analysis has run. It starts with the first step that has one.</p>;
  }
  const earlier = runs.slice(shownRuns);
  return (
    <>
      {runs.slice(0, shownRuns).map((run) => (
        <Run key={run.name} run={run} />
      ))}
      {earlier.length > 0 && (
        <details>
          <summary className="text-accent">
            {earlier.length} earlier {earlier.length === 1 ? "run" : "runs"}
          </summary>
          <div className="mt-2">
            {earlier.map((run) => (
              <Run key={run.name} run={run} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}
