"use client";
import type { IntentRow } from "@horizon/contracts";
import { clsx } from "clsx";
import { intentProgress, type ProgressStep } from "./intent-progress.ts";

const marks: Record<ProgressStep["state"], { glyph: string; word: string; color: string }> = {
  done: { glyph: "✓", word: "done", color: "text-healthy" },
  current: { glyph: "◐", word: "in progress", color: "text-progressing" },
  upcoming: { glyph: "○", word: "to come", color: "text-ink-soft" },
  failed: { glyph: "×", word: "not reached", color: "text-failed" },
};

/** Requested → accepted → observed, as it happens; each change of the sentence is announced. */
export function ProgressList({ intent }: { intent: IntentRow }) {
  const progress = intentProgress(intent);
  const urgent = progress.outcome === "failed" || progress.outcome === "unconfirmed";
  return (
    <div className="grid gap-2">
      <ol className="grid gap-1">
        {progress.steps.map((step) => {
          const { glyph, word, color } = marks[step.state];
          return (
            <li key={step.label} className="flex gap-2">
              <span aria-hidden className={clsx("w-3 text-center", color)}>
                {glyph}
              </span>
              <span className={clsx(step.state === "upcoming" && "text-ink-soft")}>
                {step.label}
                <span className="sr-only">: {word}</span>
              </span>
              {step.at && (
                <time dateTime={step.at} data-tip-time={step.at} className="text-ink-soft">
                  {step.at.slice(11, 19)} UTC
                </time>
              )}
            </li>
          );
        })}
      </ol>
      <p
        role={urgent ? "alert" : "status"}
        className={clsx(
          "font-medium",
          urgent && "text-failed",
          progress.outcome === "succeeded" && "text-healthy",
        )}
      >
        {progress.sentence}
      </p>
    </div>
  );
}
