"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useMediaQuery } from "../ui/use-media-query";

/** Where a row stands, and who measures how tall it came out. */
export interface RowPlace {
  readonly style: CSSProperties;
  readonly measure: (element: Element | null) => void;
}

interface VirtualRowsProps {
  keys: readonly string[];
  row: (key: string, index: number, place: RowPlace) => ReactNode;
}

const rowHeight = 32;
const cardHeight = 148;
/** For the server's page, which has no window to measure. */
const initialRect = { width: 1280, height: 960 };

/** The rows of a long list, of which only those in sight are drawn. Its code is fetched for long lists alone. */
export function VirtualRows({ keys, row }: VirtualRowsProps) {
  const isCard = useMediaQuery("(max-width: 767px)");
  const body = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: keys.length,
    estimateSize: () => (isCard ? cardHeight : rowHeight),
    getItemKey: (index) => keys[index] ?? index,
    overscan: 12,
    scrollMargin,
    initialRect,
  });
  useLayoutEffect(() => {
    if (body.current) setScrollMargin(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div
      ref={body}
      role="rowgroup"
      data-table-body
      className="relative"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map(({ index, start }) =>
        row(keys[index] ?? "", index, {
          style: {
            position: "absolute",
            insetInline: 0,
            top: 0,
            transform: `translateY(${start - scrollMargin}px)`,
          },
          measure: virtualizer.measureElement,
        }),
      )}
    </div>
  );
}
