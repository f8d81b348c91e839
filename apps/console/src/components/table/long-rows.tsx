"use client";
import dynamic from "next/dynamic";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { type RowRange, rowsInSight } from "./rows-in-sight";
import type { RowsProps } from "./rows-props";

interface LongRowsProps extends RowsProps {
  /** What is as wide as the table. */
  frame: RefObject<HTMLElement | null>;
}

/** From this width on a row is a line; `@4xl` in the classes. */
const lineFromPx = 896;
const rowHeight = 32;
/**
 * Rows drawn beyond the edges, where nobody sees them: each costs a flush what one in sight does. At rest a key or the
 * first turn of a wheel finds some there; while the list moves there are more than a fling passes in a frame.
 */
const beyondAtRest = 2;
const beyondMoving = 8;
const restsAfterMs = 200;
/** For the server's page and the first render, which have no window to measure. */
const initialRange: RowRange = { first: 0, end: 32 };
const CardRows = dynamic(() => import("./card-rows").then((module) => module.CardRows));

/** The rows of a long list, of which only those in sight are drawn. */
export function LongRows({ frame, ...rows }: LongRowsProps) {
  return useIsNarrow(frame) ? <CardRows {...rows} /> : <LineRows {...rows} />;
}

/** Whether its rows are cards; false on the server and in the first render. */
function useIsNarrow(frame: RefObject<HTMLElement | null>): boolean {
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    if (!frame.current) return;
    const look = () => setNarrow((frame.current?.clientWidth ?? lineFromPx) < lineFromPx);
    look();
    const resized = new ResizeObserver(look);
    resized.observe(frame.current);
    return () => resized.disconnect();
  }, [frame]);
  return narrow;
}

/** Rows of one line and one height, so that nothing has to be measured. */
function LineRows({ keys, row }: RowsProps) {
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
    let beyond = beyondAtRest;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      if (!body.current) return;
      const { top } = body.current.getBoundingClientRect();
      const next = rowsInSight({ top, windowHeight: window.innerHeight, rowHeight }, count, beyond);
      setRange((now) => (now.first === next.first && now.end === next.end ? now : next));
    };
    const move = () => {
      clearTimeout(rest);
      rest = setTimeout(() => {
        beyond = beyondAtRest;
        look();
      }, restsAfterMs);
      beyond = beyondMoving;
      look();
    };
    look();
    const events = new AbortController();
    window.addEventListener("scroll", move, { passive: true, signal: events.signal });
    window.addEventListener("resize", look, { passive: true, signal: events.signal });
    // What appears above the list moves it.
    const moved = new ResizeObserver(look);
    moved.observe(document.body);
    return () => {
      clearTimeout(rest);
      events.abort();
      moved.disconnect();
    };
  }, [body, count]);
  return { first: Math.min(range.first, count), end: Math.min(range.end, count) };
}
