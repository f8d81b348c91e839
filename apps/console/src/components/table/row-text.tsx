"use client";
import { useLayoutEffect, useRef } from "react";
import type { KeyedRow } from "@/live/keyed-row";
import type { RowStore } from "@/live/row-store";
import { cn } from "../ui/cn";
import type { TextColumn } from "./column";

interface RowTextProps<Row extends KeyedRow> {
  store: RowStore<Row>;
  rowKey: string;
  column: TextColumn<Row>;
}

/** What a cell of text says of its row. It follows the row past React: a render for each is half of what a flush costs (ADR 0049). */
export function RowText<Row extends KeyedRow>({ store, rowKey, column }: RowTextProps<Row>) {
  const element = useRef<HTMLSpanElement>(null);
  // With every render, as what React has just written may be older than the row.
  useLayoutEffect(() => {
    if (!element.current) return;
    const write = createWriter(element.current);
    const follow = () => {
      const row = store.getRow(rowKey);
      if (row) write(column.text(row), column.tip?.(row));
    };
    follow();
    return store.subscribeRow(rowKey, follow);
  });
  const row = store.getRow(rowKey);
  return (
    <span
      ref={element}
      data-tip={row && column.tip?.(row)}
      className={cn(column.isCode && "font-mono text-xs")}
    >
      {row && column.text(row)}
    </span>
  );
}

/** Keeps the text node that React knows: another in its place would be laid out anew. Remembers, as reading costs what writing does. */
function createWriter(element: HTMLElement): (text: string, tip: string | undefined) => void {
  const node = element.firstChild ?? element.appendChild(document.createTextNode(""));
  let shownText = node.nodeValue;
  let shownTip = element.dataset.tip;
  return (text, tip) => {
    if (text !== shownText) node.nodeValue = text;
    if (tip !== undefined && tip !== shownTip) element.dataset.tip = tip;
    shownText = text;
    shownTip = tip;
  };
}
