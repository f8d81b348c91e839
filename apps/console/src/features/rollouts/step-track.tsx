"use client";
import { clsx } from "clsx";
import type { StepMark } from "./step-marks.ts";

const glyphs: Record<StepMark["state"], string> = {
  done: "✓",
  current: "",
  upcoming: "",
  skipped: "–",
  failed: "×",
};

const dotStyles: Record<StepMark["state"], string> = {
  done: "border-healthy bg-healthy text-surface",
  current: "border-progressing bg-progressing-tint text-progressing",
  upcoming: "border-control-line bg-surface text-ink-soft",
  skipped: "border-control-line bg-sunken text-ink-soft",
  failed: "border-failed bg-failed text-surface",
};

/** A step that only waits is paused, as the rollout is. */
const waitingStyle = "border-paused bg-paused-tint text-paused";

function isWaiting({ state, stateWord }: StepMark): boolean {
  return state === "current" && stateWord === "waiting";
}

function Dot({ mark }: { mark: StepMark }) {
  return (
    <span
      aria-hidden
      className={clsx(
        "grid size-5 shrink-0 place-items-center border text-[11px] leading-none font-semibold",
        mark.isGate ? "rounded-[3px]" : "rounded-full",
        isWaiting(mark) ? waitingStyle : dotStyles[mark.state],
      )}
    >
      {glyphs[mark.state] || (mark.isGate ? "▮▮" : mark.index + 1)}
    </span>
  );
}

function Share({ mark }: { mark: StepMark }) {
  if (mark.share === null) return null;
  const percent = Math.round(mark.share * 100);
  return (
    <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-sunken">
      <span
        className={clsx("block h-full", isWaiting(mark) ? "bg-paused" : "bg-progressing")}
        style={{ width: `${percent}%` }}
      />
    </span>
  );
}

function Step({ mark }: { mark: StepMark }) {
  const current = mark.state === "current";
  return (
    <li
      aria-current={current ? "step" : undefined}
      data-testid={current ? "current-step" : undefined}
      data-step-index={mark.index}
      className={clsx(
        "flex min-w-0 gap-2 rounded-md border p-2 lg:flex-col",
        !current && mark.state !== "failed" && "border-line",
        (mark.state === "done" || mark.state === "skipped") && "bg-surface",
        current &&
          (isWaiting(mark) ? "border-paused bg-paused-tint" : "border-progressing bg-progressing-tint"),
        mark.state === "failed" && "border-failed bg-failed-tint",
      )}
    >
      <span className="flex items-center gap-2">
        <Dot mark={mark} />
        <span className="hidden text-xs text-ink-soft lg:inline">{mark.stateWord}</span>
      </span>
      <span className="min-w-0 flex-1">
        <span className="sr-only">
          {mark.position}, {mark.stateWord}:{" "}
        </span>
        <span className="block font-medium break-words">{mark.title}</span>
        {mark.detail && <span className="block text-xs text-ink-soft">{mark.detail}</span>}
        {mark.isGate && mark.gate && (
          <span className="block text-xs">
            <span className="text-ink-soft">Opened by </span>
            {mark.gate}
          </span>
        )}
        {mark.timing && <span className="block text-xs text-ink-soft">{mark.timing}</span>}
        <Share mark={mark} />
      </span>
    </li>
  );
}

/** The steps in order: what each did or will do, how long, and which of them a person must open. */
export function StepTrack({ marks }: { marks: readonly StepMark[] }) {
  return (
    <ol aria-label="Steps" className="grid gap-2 lg:auto-cols-fr lg:grid-flow-col lg:overflow-x-auto">
      {marks.map((mark) => (
        <Step key={mark.index} mark={mark} />
      ))}
    </ol>
  );
}
