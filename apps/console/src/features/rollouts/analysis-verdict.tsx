import type { AnalysisPhase, HealthState } from "@horizon/contracts";
import { cn } from "@/components/ui/cn";
import { StatusIcon } from "@/components/ui/status-badge";

const verdicts: Record<AnalysisPhase, { word: string; state: HealthState }> = {
  Pending: { word: "pending", state: "Progressing" },
  Running: { word: "running", state: "Progressing" },
  Successful: { word: "passed", state: "Healthy" },
  Failed: { word: "failed", state: "Failed" },
  Error: { word: "no answer", state: "Unknown" },
  Inconclusive: { word: "inconclusive", state: "Unknown" },
};

/** How an analysis, or one measurement of it, came out. */
export function analysisWord(phase: AnalysisPhase): string {
  return verdicts[phase].word;
}

/** The same with the shape of the state that it stands for. */
export function AnalysisVerdict({ phase, className }: { phase: AnalysisPhase; className?: string }) {
  const { word, state } = verdicts[phase];
  return (
    <span className={cn("inline-flex items-center gap-1.5 align-bottom", className)}>
      <StatusIcon state={state} />
      {word.charAt(0).toUpperCase()}
      {word.slice(1)}
    </span>
  );
}
