"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useMediaQuery } from "../ui/use-media-query";
import { type RowRange, rowsInSight } from "./rows-in-sight";

export interface LongRowsProps {
  keys: readonly string[];
  /** Draws one row; a card is measured, as it may be of any height. */
  row: (key: string, index: number, measure?: (element: Element | null) => void) => ReactNode;
}

const rowHeight = 32;
/** For the server's page and the first render, which have no window to measure. */
const initialRange: RowRange = { first: 0, end: 32 };
const CardRows = dynamic(() => import("./card-rows").then((module) => module.CardRows));

/** The rows of a long list, of which only those in sight are drawn. */
export function LongRows(props: LongRowsProps) {
  const isCard = useMediaQuery("(max-width: 767px)");
  return isCard ? <CardRows {...props} /> : <LineRows {...props} />;
}

/** Rows of one line and one height, so that nothing has to be measured. */
function LineRows({ keys, row }: LongRowsProps) {
  const body = useRef<HTMLDivElement>(null);
  const { first, end } = useRowsInSight(body, keys.length);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div
      ref={body}
      role="rowgroup"
      data-table-body
      style={{ height: keys.length * rowHeight, paddingTop: first * rowHeight }}
    >
      {keys.slice(first, end).map((key, at) => row(key, first + at))}
    </div>
  );
}

function useRowsInSight(body: React.RefObject<HTMLDivElement | null>, count: number): RowRange {
  const [range, setRange] = useState(initialRange);
  useLayoutEffect(() => {
    const look = () => {
      if (!body.current) return;
      const { top } = body.current.getBoundingClientRect();
      const next = rowsInSight(top, window.innerHeight, rowHeight, count);
      setRange((now) => (now.first === next.first && now.end === next.end ? now : next));
    };
    look();
    const events = new AbortController();
    window.addEventListener("scroll", look, { passive: true, signal: events.signal });
    window.addEventListener("resize", look, { passive: true, signal: events.signal });
    // What appears above the list moves it.
    const moved = new ResizeObserver(look);
    moved.observe(document.body);
    return () => {
      events.abort();
      moved.disconnect();
    };
  }, [body, count]);
  return { first: Math.min(range.first, count), end: Math.min(range.end, count) };
}
