"use client";
import type { AnalysisRun } from "@horizon/contracts";
import { Time } from "@/components/ui/time";
import { AnalysisMetricChart } from "./analysis-metric-chart.tsx";
import { AnalysisVerdict } from "./analysis-verdict.tsx";

function runPlace(run: AnalysisRun): string {
  const step = run.stepIndex === null ? "in the background" : `at step ${run.stepIndex + 1}`;
  return run.revision === null ? step : `${step} of revision ${run.revision}`;
}

function Run({ run }: { run: AnalysisRun }) {
  return (
    <section aria-label={run.name} className="not-last:mb-4">
      <h3 data-tip={run.name}>
        <AnalysisVerdict phase={run.phase} className="font-medium" />{" "}
        <span className="text-ink-soft">
          {runPlace(run)}, started <Time at={run.startedAt} />
        </span>
      </h3>
      {run.message && <p className="break-words text-ink-soft">{run.message}</p>}
      <div className="mt-2 grid grid-cols-[repeat(auto-fit,minmax(min(14rem,100%),1fr))] gap-3">
        {run.metrics.map((metric) => (
          <AnalysisMetricChart key={metric.name} metric={metric} />
        ))}
      </div>
    </section>
  );
}

/** What was measured of the canary against its limits: the runs of the newest revision open, the earlier ones folded. */
export function AnalysisPanel({ runs }: { runs: readonly AnalysisRun[] }) {
  if (runs.length === 0) {
    return <p className="text-ink-soft">No analysis has run. It starts with the first step that has one.</p>;
  }
  const [newest, earlier] = [true, false].map((wanted) =>
    runs.filter(({ revision }) => (revision === runs[0]?.revision) === wanted),
  );
  return (
    <>
      {newest?.map((run) => (
        <Run key={run.name} run={run} />
      ))}
      {earlier && earlier.length > 0 && (
        <details className="mt-3">
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
