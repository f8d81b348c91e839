"use client";
import type { FreezeWindowRow, SeenState } from "@horizon/contracts";
import { type ReactNode, useState } from "react";
import { changesSince } from "./freeze-window-draft";

/** What a person who has a freeze open decides on, and what somebody else has made of it meanwhile, if they have. */
export function useSeenWindow(window: FreezeWindowRow | null, current: FreezeWindowRow | undefined) {
  const [seen, setSeen] = useState(window);
  const changed = seen && current && current.updatedAt !== seen.updatedAt ? { seen, current } : null;
  return { seen: seen ? seenStateOf(seen) : undefined, changed, takeNote: setSeen };
}

function seenStateOf({ updatedAt }: FreezeWindowRow): SeenState {
  return { resourceVersion: updatedAt, podHash: null, stepIndex: null };
}

interface ChangedMeanwhileProps {
  changed: { readonly seen: FreezeWindowRow; readonly current: FreezeWindowRow };
  /** How to go on from here. */
  children: ReactNode;
}

/** Says what somebody else changed, while what the person has typed stays as it is. */
export function ChangedMeanwhile({ changed, children }: ChangedMeanwhileProps) {
  const changes = changesSince(changed.seen, changed.current);
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md bg-degraded-tint px-3 py-2">
      <p className="font-medium">Somebody changed this freeze while you had it open.</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3">
        {changes.map(({ label, now }) => (
          <div key={label} className="contents">
            <dt className="text-ink-soft">{label}</dt>
            <dd>{now}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
