"use client";
import { useId, useState } from "react";
import { Input } from "../ui/field";
import { currentTime } from "../ui/now";
import { Select } from "../ui/select";

interface UtcRangeProps {
  from: string | null;
  to: string | null;
  onChange: (range: { from?: string | null; to?: string | null }) => void;
}

const hourMs = 3_600_000;
const spans = [
  { value: "", label: "Any time", ms: null },
  { value: "1h", label: "Last hour", ms: hourMs },
  { value: "24h", label: "Last 24 hours", ms: 24 * hourMs },
  { value: "7d", label: "Last 7 days", ms: 7 * 24 * hourMs },
  { value: "between", label: "Between…", ms: null },
] as const;

/**
 * A span of time, in UTC: the server and every reader of a shared address mean the same moments by it. So a span up to
 * now becomes the moment it begins at, which is then shown and can be moved.
 */
export function UtcRange({ from, to, onChange }: UtcRangeProps) {
  const [asked, setAsked] = useState(false);
  const between = asked || from !== null || to !== null;
  function choose(value: string) {
    setAsked(value === "between");
    const ms = spans.find((span) => span.value === value)?.ms ?? null;
    if (ms !== null) onChange({ from: minuteAt(currentTime() - ms), to: null });
    else if (value === "") onChange({ from: null, to: null });
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Select aria-label="Time" value={between ? "between" : ""} options={spans} onValueChange={choose} />
      {between ? (
        <>
          <UtcInput label="From (UTC)" value={from} onChange={(value) => onChange({ from: value })} />
          <UtcInput label="To (UTC)" value={to} onChange={(value) => onChange({ to: value })} />
        </>
      ) : null}
    </span>
  );
}

function minuteAt(ms: number): string {
  return new Date(Math.floor(ms / 60_000) * 60_000).toISOString();
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
