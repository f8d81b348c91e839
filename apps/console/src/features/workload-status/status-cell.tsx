"use client";
import type { HealthState } from "@horizon/contracts";
import { StatusBadge } from "@/components/ui/status-badge";
import { statusReason } from "./status-reason.ts";

interface StatusCellProps {
  readonly state: HealthState;
  /** Why, in the words that fit; all of it on hover. */
  readonly reason: string;
}

/** The first cell of a row: the state, and the reason as far as there is room; on a card the whole of it. */
export function StatusCell({ state, reason }: StatusCellProps) {
  return (
    <span className="flex min-w-0 items-center gap-2 @max-4xl:flex-wrap">
      <StatusBadge state={state} className="shrink-0" />
      {reason && (
        <span data-tip={reason} className="truncate text-ink-soft text-xs @max-4xl:whitespace-normal">
          {statusReason(state, reason)}
        </span>
      )}
    </span>
  );
}
