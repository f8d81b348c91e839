"use client";
import type { HealthState } from "@horizon/contracts";
import { StatusBadge } from "@/components/ui/status-badge";
import { statusReason } from "./status-reason.ts";

interface StatusCellProps {
  readonly state: HealthState;
  /** Why, in the words that fit on two lines; all of it on hover. */
  readonly reason: string;
}

/** The first cell of a row: the state, and the reason, on two lines where one is too short; on a card the whole of it. */
export function StatusCell({ state, reason }: StatusCellProps) {
  return (
    <span className="flex min-w-0 items-center gap-2 @max-4xl:flex-wrap">
      <StatusBadge state={state} className="shrink-0" />
      {reason && (
        <span
          data-tip={reason}
          className="min-w-0 whitespace-normal text-ink-soft text-xs @4xl:line-clamp-2 @4xl:leading-3.5"
        >
          {statusReason(state, reason)}
        </span>
      )}
    </span>
  );
}
