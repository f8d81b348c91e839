"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import type { RowsProps } from "./rows-props";

const cardHeight = 148;

/** The cards of a long list, of any height; only those in sight are drawn. Fetched where rows are cards alone. */
export function CardRows({ keys, row }: RowsProps) {
  const body = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: keys.length,
    estimateSize: () => cardHeight,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 8,
    scrollMargin,
  });
  const items = virtualizer.getVirtualItems();
  useLayoutEffect(() => {
    if (body.current) setScrollMargin(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div
      ref={body}
      role="rowgroup"
      data-table-body
      style={{
        height: virtualizer.getTotalSize(),
        paddingTop: Math.max(0, (items[0]?.start ?? scrollMargin) - scrollMargin),
      }}
    >
      {items.map(({ index }) => row(keys[index] ?? "", index, virtualizer.measureElement))}
    </div>
  );
}
