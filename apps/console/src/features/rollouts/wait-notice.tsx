"use client";
import type { WaitInfo } from "@horizon/contracts";
import { useNow } from "@/components/ui/now";
import { waitShare, waitsForPerson, waitText } from "./wait-text.ts";

/** That it waits, for how long and for whom; a timed wait counts down. */
export function WaitNotice({ wait }: { wait: WaitInfo }) {
  const now = useNow(1000);
  const share = waitShare(wait, now);
  return (
    <div className="mt-3 rounded-md border border-paused bg-paused-tint px-3 py-2">
      <p>
        <span className="font-medium">{waitsForPerson(wait) ? "A person must decide" : "Waiting"}: </span>
        {waitText(wait, now)}
        {wait.reason && <span className="text-ink-soft"> ({wait.reason})</span>}
      </p>
      {share !== null && (
        <span aria-hidden className="mt-2 block h-1 overflow-hidden rounded-full bg-surface">
          <span className="block h-full bg-paused" style={{ width: `${Math.round(share * 100)}%` }} />
        </span>
      )}
    </div>
  );
}
