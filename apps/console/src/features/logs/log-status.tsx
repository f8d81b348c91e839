"use client";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { formatNumber } from "@/components/ui/format-number";
import type { LogConnection, LogStore, LogView } from "./log-store.ts";

const words: Record<LogConnection, string> = {
  connecting: "Opening the logs…",
  open: "Following",
  reconnecting: "The connection broke; reconnecting from the last line",
  ended: "The logs have ended",
  refused: "The logs cannot be read",
};

/** How many lines are shown of how many, and whether more come; in words, without a live region that speaks each second. */
export function LogStatus({ view, shown }: { view: LogView; shown: number }) {
  const state = view.paused ? `Paused; ${formatNumber(view.held)} lines wait` : words[view.connection];
  const filtered =
    shown === view.lines.length
      ? `${formatNumber(shown)} lines`
      : `${formatNumber(shown)} of ${formatNumber(view.lines.length)} lines`;
  const letGo = view.letGo > 0 ? `; ${formatNumber(view.letGo)} older ones were let go` : "";
  const broken = view.connection === "reconnecting" || view.connection === "refused";
  return (
    <p className={clsx("text-xs", broken ? "text-degraded" : "text-ink-soft")}>
      {state}. {filtered}
      {letGo}.
    </p>
  );
}

/** What the reader must know of the stream: lines that were dropped, pods left out, joined or gone. */
export function LogNotices({ view, store }: { view: LogView; store: LogStore | null }) {
  if (view.notices.length === 0) return null;
  return (
    <ul aria-label="Notices" className="mb-2 grid max-h-28 gap-1 overflow-y-auto">
      {view.notices.map((notice) => (
        <li
          key={notice.id}
          className={clsx(
            "flex items-center justify-between gap-2 rounded-md px-2",
            notice.kind === "dropped" || notice.kind === "unavailable" ? "bg-degraded-tint" : "bg-sunken",
          )}
        >
          <span className="min-w-0 break-words">{notice.message}</span>
          <IconButton label={`Dismiss: ${notice.message}`} onClick={() => store?.dismissNotice(notice.id)}>
            <X aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
