"use client";
import { cn } from "./cn";
import { formatRelative, formatUtc } from "./format-time";
import { useNow } from "./now";

/** A moment in relative words; UTC and local time on hover and focus. */
export function Time({ at, className }: { at: string | null; className?: string }) {
  const now = useNow();
  if (!at) return <span className="text-ink-soft">–</span>;
  const ms = Date.parse(at);
  return (
    <time
      dateTime={at}
      data-tip-time={at}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the absolute time must be within reach of the keyboard
      tabIndex={0}
      className={cn("whitespace-nowrap", className)}
    >
      {formatRelative(ms, now)}
      <span className="sr-only">, {formatUtc(ms)}</span>
    </time>
  );
}
