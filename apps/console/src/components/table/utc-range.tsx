"use client";
import { useId } from "react";
import { Input } from "../ui/field";

interface UtcRangeProps {
  from: string | null;
  to: string | null;
  onChange: (range: { from?: string | null; to?: string | null }) => void;
}

/** A span of time, in UTC: the server and every reader of a shared address mean the same moments by it. */
export function UtcRange({ from, to, onChange }: UtcRangeProps) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <UtcInput label="From (UTC)" value={from} onChange={(value) => onChange({ from: value })} />
      <UtcInput label="To (UTC)" value={to} onChange={(value) => onChange({ to: value })} />
    </span>
  );
}

function UtcInput(props: { label: string; value: string | null; onChange: (value: string | null) => void }) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5">
      <label htmlFor={id} className="whitespace-nowrap text-ink-soft text-xs">
        {props.label}
      </label>
      <Input
        id={id}
        type="datetime-local"
        value={toUtcInput(props.value)}
        onChange={(event) => props.onChange(fromUtcInput(event.currentTarget.value))}
        className="w-44"
      />
    </span>
  );
}

/** `2026-11-24T11:00:00.000Z` → `2026-11-24T11:00`, as the control wants it. */
export function toUtcInput(iso: string | null): string {
  return iso && !Number.isNaN(Date.parse(iso)) ? new Date(iso).toISOString().slice(0, 16) : "";
}

/** What the control gave, as a moment; null when it is empty or not yet complete. */
export function fromUtcInput(text: string): string | null {
  const ms = Date.parse(`${text}:00Z`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
