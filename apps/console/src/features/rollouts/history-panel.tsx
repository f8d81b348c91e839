"use client";
import type { RolloutHistoryEntry, RolloutRef } from "@horizon/contracts";
import { memo } from "react";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { Time } from "@/components/ui/time";
import { errorOf } from "@/trpc/error-of";
import { durationText } from "./duration-text.ts";
import { useRolloutHistory } from "./use-rollout.ts";

const outcomeWords: Record<RolloutHistoryEntry["outcome"], string> = {
  running: "under way",
  promoted: "promoted",
  aborted: "aborted",
  superseded: "replaced by a newer revision",
  rolled_back: "rolled back",
  unknown: "outcome not known",
};

function took(entry: RolloutHistoryEntry): string {
  if (entry.finishedAt === null) return "";
  return `, took ${durationText(Date.parse(entry.finishedAt) - Date.parse(entry.startedAt))}`;
}

/** The page names the rollout already. */
function stepText(text: string, name: string): string {
  return text.startsWith(`${name} `) ? text.slice(name.length + 1) : text;
}

function Entry({ entry, name, open }: { entry: RolloutHistoryEntry; name: string; open: boolean }) {
  return (
    <li className="border-line border-t py-2 first:border-t-0">
      <details open={open}>
        <summary>
          <span className="font-medium">
            Revision {entry.revision}: <span className="font-mono">{entry.version}</span>
          </span>{" "}
          <span className="text-ink-soft">
            {outcomeWords[entry.outcome]}
            {took(entry)}
            {entry.actor && `, by ${entry.actor}`}
          </span>
        </summary>
        <p className="mt-1 ml-4 text-ink-soft">
          Started <Time at={entry.startedAt} />
          {entry.reason && <>: {entry.reason}</>}
        </p>
        <ol className="mt-1 ml-4 grid gap-1">
          {entry.steps.map((step) => (
            <li key={`${step.at} ${step.text}`} className="grid gap-x-3 sm:grid-cols-[6rem_1fr]">
              <Time at={step.at} className="text-ink-soft" />
              <span className="min-w-0 break-words">
                {stepText(step.text, name)}
                {step.actor && <span className="text-ink-soft"> by {step.actor}</span>}
                {step.reason && <q className="block text-ink-soft">{step.reason}</q>}
              </span>
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}

/** What happened to this rollout, the newest first, with who and why; kept after the cluster forgets it. */
export const HistoryPanel = memo(function HistoryPanel({ target }: { target: RolloutRef }) {
  const query = useRolloutHistory(target);
  if (query.isPending) return <PanelState kind="loading" waitingFor="the history" rows={4} />;
  if (!query.data) return <ErrorState error={errorOf(query.error)} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) {
    return <p className="text-ink-soft">Nothing has happened since Horizon watches this rollout.</p>;
  }
  return (
    <ol>
      {query.data.map((entry, index) => (
        <Entry
          key={`${entry.revision} ${entry.startedAt}`}
          entry={entry}
          name={target.name}
          open={index === 0}
        />
      ))}
    </ol>
  );
});
