"use client";
import type { PodRow } from "@horizon/contracts";
import { useState } from "react";
import { StatusIcon } from "@/components/ui/status-badge";
import { assignPodSlots, type PodSlots, podsReadyText, sameSlots } from "./pod-slots.ts";

function describePod(pod: PodRow): string {
  const restarts =
    pod.restarts === 0 ? "" : `, ${pod.restarts} ${pod.restarts === 1 ? "restart" : "restarts"}`;
  const reason = pod.health.reason ? `\n${pod.health.reason}` : "";
  return `${pod.name}\n${pod.health.state}: ${pod.status}, ${pod.ready} of ${pod.containers} ready${restarts}${reason}`;
}

function PodMark({ pod }: { pod: PodRow | undefined }) {
  if (!pod) {
    return (
      <li aria-hidden className="grid size-6 place-items-center">
        <span className="size-2 rounded-full border border-line" />
      </li>
    );
  }
  const text = describePod(pod);
  return (
    <li className="size-6">
      <button
        type="button"
        aria-label={text.replaceAll("\n", ", ")}
        data-tip={text}
        className="grid size-6 place-items-center rounded hover:bg-hover"
      >
        <StatusIcon state={pod.health.state} />
      </button>
    </li>
  );
}

/** The pods of one side as marks. Each keeps its place for its life, so that the eye sees which one changed. */
export function PodMarks({ label, pods }: { label: string; pods: readonly PodRow[] }) {
  const [slots, setSlots] = useState<PodSlots>(() => assignPodSlots([], pods));
  const next = assignPodSlots(slots, pods);
  if (!sameSlots(slots, next)) setSlots(next);
  const byKey = new Map(pods.map((pod) => [pod.key, pod]));
  return (
    <div className="grid items-center gap-x-3 sm:grid-cols-[12rem_1fr]">
      <span>
        {label}{" "}
        <span className="text-ink-soft text-xs">{pods.length === 0 ? "no pods" : podsReadyText(pods)}</span>
      </span>
      <ul aria-label={`${label} pods`} className="flex min-h-6 flex-wrap">
        {next.map((key, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place is what stays, whichever pod is in it
          <PodMark key={place} pod={key === null ? undefined : byKey.get(key)} />
        ))}
      </ul>
    </div>
  );
}
