import type { RolloutStep } from "@horizon/contracts";
import { durationText } from "./duration-text.ts";

export interface StepMark {
  readonly index: number;
  /** `Step 3 of 6` */
  readonly position: string;
  readonly title: string;
  readonly detail: string;
  readonly state: RolloutStep["state"];
  /** The state as a word: `done`, `running`, `waiting`, `to come`, `skipped`, `failed`. */
  readonly stateWord: string;
  /** Only a person can open it. */
  readonly isGate: boolean;
  /** Who may open the gate; empty for any other step. */
  readonly gate: string;
  /** `took 4 min`, `for 2 min so far, 5 min planned`, `10 min planned`; empty when nothing is known. */
  readonly timing: string;
  /** How much of a timed step is over, 0–1; null when it has no planned length or is not running. */
  readonly share: number | null;
}

function stateWord(step: RolloutStep): string {
  switch (step.state) {
    case "done":
      return "done";
    case "current":
      return step.kind === "pause" ? "waiting" : "running";
    case "upcoming":
      return "to come";
    case "skipped":
      return "skipped";
    case "failed":
      return "failed";
  }
}

function timing(step: RolloutStep, now: number): string {
  const started = step.startedAt === null ? null : Date.parse(step.startedAt);
  const planned = step.plannedDurationMs === null ? "" : `${durationText(step.plannedDurationMs)} planned`;
  if (step.state === "current") {
    const soFar = started === null ? "" : `for ${durationText(now - started)} so far`;
    return [soFar, planned].filter(Boolean).join(", ");
  }
  // The length of a pause is its title.
  if (step.state === "upcoming") return step.kind === "pause" ? "" : planned;
  if (started === null || step.finishedAt === null) return "";
  return `took ${durationText(Date.parse(step.finishedAt) - started)}`;
}

function share(step: RolloutStep, now: number): number | null {
  if (step.state !== "current" || step.startedAt === null || !step.plannedDurationMs) return null;
  return Math.min(1, Math.max(0, (now - Date.parse(step.startedAt)) / step.plannedDurationMs));
}

/** What the step track draws. An index of 0 is the first step running, never "all done". */
export function stepMarks(steps: readonly RolloutStep[], now: number): readonly StepMark[] {
  return steps.map((step) => ({
    index: step.index,
    position: `Step ${step.index + 1} of ${steps.length}`,
    title: step.title,
    detail: step.detail,
    state: step.state,
    stateWord: stateWord(step),
    isGate: step.kind === "pause" && step.plannedDurationMs === null,
    gate: step.gate ?? "",
    timing: timing(step, now),
    share: share(step, now),
  }));
}

/**
 * What promoting leads to from the gate that is open now: the steps up to the next gate or the end. Null when no gate is.
 */
export function promotionText(marks: readonly StepMark[]): string | null {
  const at = marks.findIndex(({ state, isGate }) => state === "current" && isGate);
  if (at === -1) return null;
  const rest = marks.slice(at + 1);
  const gate = rest.findIndex(({ isGate }) => isGate);
  const steps = (gate === -1 ? rest : rest.slice(0, gate)).map(({ title }) => title).join(", ");
  if (gate !== -1) return `Promote runs ${steps || "on"}, then waits again at step ${at + gate + 2}.`;
  return steps === "" ? "Promote gives it all traffic." : `Promote runs ${steps}, then gives it all traffic.`;
}

/** `Step 3 of 6: Pause 10 min`, `All 6 steps done`, `No steps`, `Aborted`: its index is 0 then, where a retry begins. */
export function stepPositionText(row: {
  aborted: boolean;
  stepIndex: number | null;
  steps: number;
  stepTitle: string;
}): string {
  if (row.aborted) return "Aborted";
  if (row.stepIndex === null || row.steps === 0) return "No steps";
  if (row.stepIndex >= row.steps)
    return row.steps === 1 ? "The one step is done" : `All ${row.steps} steps done`;
  const title = row.stepTitle === "" ? "" : `: ${row.stepTitle}`;
  return `Step ${row.stepIndex + 1} of ${row.steps}${title}`;
}
