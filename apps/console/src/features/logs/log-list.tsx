"use client";
import type { LogLine } from "@horizon/contracts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { formatNumber } from "@/components/ui/format-number";
import { LogRow } from "./log-row.tsx";

const pinnedWithinPx = 10;
const rowHeightPx = 24;

interface LogListProps {
  readonly lines: readonly LogLine[];
  /** Ever received: "new" is counted from it, as the list itself is bounded. */
  readonly received: number;
  readonly announce: boolean;
  readonly linkedId: string | null;
  readonly onLink: (id: string) => void;
}

/**
 * The lines, only those in sight drawn. It follows the newest while the reader is at the bottom; anyone who has
 * scrolled up stays where they are and is told how many came since.
 */
export function LogList({ lines, received, announce, linkedId, onLink }: LogListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [pinned, setPinned] = useState(linkedId === null);
  const [readUpTo, setReadUpTo] = useState(received);
  const foundLink = useRef(false);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 20,
  });
  const newCount = pinned ? 0 : Math.max(0, received - readUpTo);
  const showPod = lines.some((line) => line.pod !== lines[0]?.pod);

  useLayoutEffect(() => {
    if (pinned && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: "end" });
  }, [pinned, lines, virtualizer]);

  useEffect(() => {
    if (linkedId === null || foundLink.current) return;
    const index = lines.findIndex((line) => line.id === linkedId);
    if (index === -1) return;
    foundLink.current = true;
    setReadUpTo(received);
    virtualizer.scrollToIndex(index, { align: "center" });
  }, [lines, received, linkedId, virtualizer]);

  function noteScroll() {
    const box = scroller.current;
    if (!box) return;
    const atBottom = box.scrollHeight - box.scrollTop - box.clientHeight <= pinnedWithinPx;
    if (!atBottom && pinned) setReadUpTo(received);
    setPinned(atBottom);
  }

  return (
    <div className="relative">
      <div
        ref={scroller}
        role="log"
        aria-label="Log lines"
        aria-live={announce ? "polite" : "off"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by the keyboard
        tabIndex={0}
        onScroll={noteScroll}
        className="h-[60vh] min-h-72 overflow-y-auto overflow-x-hidden rounded-md border border-line bg-surface"
      >
        {lines.length === 0 && (
          <p className="px-3 py-2 text-ink-soft">
            {received === 0 ? "No line has come yet." : "No line matches the filter."}
          </p>
        )}
        <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return line ? (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow line={line} showPod={showPod} linked={line.id === linkedId} onLink={onLink} />
              </div>
            ) : null;
          })}
        </div>
      </div>
      {!pinned && (
        <button
          type="button"
          onClick={() => setPinned(true)}
          className="absolute right-4 bottom-3 rounded-full bg-ink px-3 py-1 text-xs font-medium text-on-ink"
        >
          {newCount > 0
            ? `${formatNumber(newCount)} new ${newCount === 1 ? "line" : "lines"} ↓`
            : "To the newest ↓"}
        </button>
      )}
    </div>
  );
}
