"use client";
import { Pause, Play } from "lucide-react";
import { useEffect, useRef } from "react";
import { useEnvironment } from "@/auth/use-session";
import { type FreshnessView, useFreshness, usePauseLive } from "@/live";
import { announce } from "../ui/announcer";
import { IconButton } from "../ui/button";
import { cn } from "../ui/cn";
import { formatRelative } from "../ui/format-time";
import { useNow } from "../ui/now";

const dots: Record<FreshnessView["kind"], string> = {
  live: "bg-healthy",
  connecting: "bg-transparent ring-1 ring-unknown ring-inset",
  reconnecting: "bg-degraded rotate-45 rounded-none",
  paused: "bg-paused rounded-none",
  stale: "bg-degraded rotate-45 rounded-none",
  unavailable: "bg-failed rounded-none",
};

/** Whether what is shown is true now; when it is not, since when, in words. And the switch that holds it still. */
export function LiveIndicator() {
  const { id } = useEnvironment();
  const view = useFreshness(id);
  const { paused, waiting, setPaused } = usePauseLive();
  useAnnounced(view);
  return (
    <div className="flex min-w-0 items-center gap-1">
      <output
        data-live={view.kind}
        data-tip={view.detail}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be within reach of the keyboard
        tabIndex={0}
        aria-live="off"
        className="flex min-w-0 items-center gap-1.5 whitespace-nowrap rounded px-1 text-xs"
      >
        <span aria-hidden className={cn("size-2 shrink-0 rounded-full", dots[view.kind])} />
        <span className={"font-medium max-sm:sr-only"}>{view.label}</span>
        <AsOf view={view} />
      </output>
      <IconButton
        label={paused ? "Resume live" : "Pause live"}
        aria-pressed={paused}
        onClick={() => setPaused(!paused)}
      >
        {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      </IconButton>
      {paused && waiting > 0 ? (
        <span className="whitespace-nowrap text-ink-soft text-xs">{waiting} new</span>
      ) : null}
    </div>
  );
}

function AsOf({ view }: { view: FreshnessView }) {
  const now = useNow(1000);
  if (!view.asOf) return null;
  const words = formatRelative(Date.parse(view.asOf), now);
  // The seconds of a living view say nothing; those of an old one everything.
  const text = view.kind === "live" ? `as of ${words}` : `data as of ${words}`;
  return (
    <span
      data-tip-time={view.asOf}
      className={cn("text-ink-soft max-sm:hidden", view.kind === "live" && "max-lg:hidden")}
    >
      {text}
    </span>
  );
}

/** Says once, to those who hear the page, that it became old or true again. */
function useAnnounced(view: FreshnessView) {
  const last = useRef(view.kind);
  useEffect(() => {
    if (last.current === view.kind) return;
    const wasLive = last.current === "live" || last.current === "connecting";
    last.current = view.kind;
    if (view.kind === "live") announce("Live again");
    else if (wasLive || view.kind === "paused") announce(`${view.label}. ${view.detail}`);
  }, [view.kind, view.label, view.detail]);
}
