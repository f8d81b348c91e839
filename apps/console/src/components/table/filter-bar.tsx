"use client";
import { Search, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { Input } from "../ui/field";

interface FilterBarProps {
  /** What the text is looked for in, e.g. `Filter by name, image or reason`. */
  label: string;
  text: string;
  onTextChange: (text: string) => void;
  /** Selects and switches beside the text. */
  children?: ReactNode;
  /** At the far end: column chooser, export. */
  actions?: ReactNode;
  /** Set when anything is filtered. */
  onClear?: (() => void) | null;
}

/** The filters of a list. `/` puts the cursor here. */
export function FilterBar({ label, text, onTextChange, children, actions, onClear }: FilterBarProps) {
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <div className="relative w-full sm:w-56 min-[90rem]:w-72">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-soft" />
        <Input
          type="search"
          data-filter
          aria-label={label}
          placeholder={placeholderOf(label)}
          value={text}
          onChange={(event) => onTextChange(event.currentTarget.value)}
          className="pl-8"
        />
      </div>
      {children}
      {onClear ? (
        <Button variant="ghost" aria-label="Clear the filters" onClick={onClear} className="px-2">
          <X aria-hidden className="size-4" />
          Clear
        </Button>
      ) : null}
      {actions ? <div className="ml-auto flex items-center gap-2">{actions}</div> : null}
    </search>
  );
}

/** `Filter by name or version` → `Name or version`: the glass says that it filters, and there is little room. */
function placeholderOf(label: string): string {
  return label.replace(/^Filter by (.)/, (_, first: string) => first.toUpperCase());
}
