"use client";
import type { RolloutDetail } from "@horizon/contracts";
import { useNow } from "@/components/ui/now";
import { promotionText, stepMarks } from "./step-marks.ts";
import { waitShare, waitsForPerson, waitText } from "./wait-text.ts";

/** That it waits, for how long, for whom and what they choose between; a timed wait counts down; an aborted one is no end. */
export function WaitNotice({ detail }: { detail: RolloutDetail }) {
  const now = useNow(1000);
  const { row } = detail;
  if (row.aborted) {
    return (
      <p className="mt-3 rounded-md bg-degraded-tint px-3 py-2">
        <span className="font-medium">To go on:</span> Retry runs every step of {row.version} again, from the
        first; Set image replaces it with another version.
      </p>
    );
  }
  const { wait } = row;
  if (!wait) return null;
  const share = waitShare(wait, now);
  const text = waitText(wait, now);
  const promotion = promotionText(stepMarks(detail.stepList, now));
  return (
    <div className="mt-3 rounded-md border border-paused bg-paused-tint px-3 py-2">
      <p className="text-pretty">
        <span className="font-medium">
          {text.charAt(0).toUpperCase()}
          {text.slice(1)}
        </span>
        {wait.reason && !promotion && <span className="text-ink-soft">, {wait.reason}</span>}.
        {waitsForPerson(wait) && promotion && (
          <>
            {" "}
            {promotion} Abort sends all traffic back to {row.stableVersion}.
          </>
        )}
      </p>
      {share !== null && (
        <span aria-hidden className="mt-2 block h-1 overflow-hidden rounded-full bg-surface">
          <span className="block h-full bg-paused" style={{ width: `${Math.round(share * 100)}%` }} />
        </span>
      )}
    </div>
  );
}
