"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "../ui/cn";
import { type Column, nextSort, type SortState } from "./column";

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  params: { readonly sort: SortState | null; readonly setSort: (sort: SortState | null) => void };
  hasActions: boolean;
}

/** The head stays in sight; the cards carry their own labels. */
export function TableHead<Row>({ columns, params, hasActions }: TableHeadProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div role="rowgroup" className="sticky top-(--header-height) z-10 bg-canvas @max-4xl:sr-only">
      {/* biome-ignore lint/a11y/useSemanticElements: see DataTable */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a head row is not pressed, its buttons are */}
      <div
        role="row"
        aria-rowindex={1}
        className={cn(
          "grid grid-cols-(--columns) gap-x-3 border-line border-b px-2",
          hasActions && "pointer-coarse:grid-cols-(--columns-for-touch)",
        )}
      >
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} params={params} />
        ))}
        {hasActions ? (
          // biome-ignore lint/a11y/useSemanticElements: see DataTable
          // biome-ignore lint/a11y/useFocusableInteractive: it is only read
          <div role="columnheader" className="sr-only">
            Actions
          </div>
        ) : null}
      </div>
    </div>
  );
}

function HeadCell<Row>({ column, params }: { column: Column<Row>; params: TableHeadProps<Row>["params"] }) {
  const direction = params.sort?.column === column.id ? params.sort.direction : null;
  const Arrow = direction === "desc" ? ArrowDown : ArrowUp;
  const className = cn(
    "flex h-8 min-w-0 items-center gap-1 text-ink-soft text-xs",
    column.align === "right" && "justify-end not-last:pr-2",
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus
    <div
      role="columnheader"
      {...(direction ? { "aria-sort": direction === "asc" ? "ascending" : "descending" } : {})}
      className={className}
    >
      {column.compare ? (
        <button
          type="button"
          onClick={() => params.setSort(nextSort(params.sort, column.id))}
          className="flex h-7 min-w-0 items-center gap-1 rounded font-medium hover:text-ink"
        >
          <span className="truncate">{column.header}</span>
          {direction ? <Arrow aria-hidden className="size-3 shrink-0" /> : null}
        </button>
      ) : (
        <span className="truncate font-medium">{column.header}</span>
      )}
    </div>
  );
}
