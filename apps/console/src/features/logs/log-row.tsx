"use client";
import type { LogLine } from "@horizon/contracts";
import { clsx } from "clsx";
import { useState } from "react";
import { fieldsText, parseJsonLog, tellingText } from "./log-json.ts";
import { logClock } from "./log-time.ts";

const levelStyles: Record<LogLine["level"], string> = {
  trace: "text-ink-soft",
  debug: "text-ink-soft",
  info: "text-ink-soft",
  warn: "text-degraded font-semibold",
  error: "text-failed font-semibold",
  fatal: "text-failed font-semibold",
  unknown: "text-ink-soft",
};

function JsonFields({ fields }: { fields: readonly (readonly [string, string])[] }) {
  return (
    <dl className="mt-1 grid grid-cols-[max-content_1fr] gap-x-3 rounded bg-sunken p-2">
      {fields.map(([path, value]) => (
        <div key={path} className="contents">
          <dt className="text-ink-soft">{path}</dt>
          <dd className="min-w-0 break-all whitespace-pre-wrap">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface LogRowProps {
  readonly line: LogLine;
  readonly showPod: boolean;
  readonly linked: boolean;
  readonly onLink: (id: string) => void;
}

/** One line: its time is the link to it; a structured one shows its message and unfolds its fields. */
export function LogRow({ line, showPod, linked, onLink }: LogRowProps) {
  const [open, setOpen] = useState(false);
  const json = parseJsonLog(line.text);
  const message = json?.message || line.text;
  return (
    <div
      className={clsx(
        "flex flex-wrap gap-x-3 px-3 py-0.5 font-mono text-xs leading-5 sm:flex-nowrap",
        linked && "bg-accent-tint",
      )}
    >
      <a
        href={`#${encodeURIComponent(line.id)}`}
        title={line.time}
        aria-label={`${logClock(line.time)}, link to this line`}
        className="shrink-0 text-ink-soft hover:underline"
        onClick={() => onLink(line.id)}
      >
        {logClock(line.time)}
      </a>
      <span className={clsx("w-12 shrink-0", levelStyles[line.level])}>
        {line.level === "unknown" ? "" : line.level}
      </span>
      {showPod && (
        <span className="max-w-40 shrink-0 truncate text-ink-soft" title={`${line.pod}/${line.container}`}>
          {/* The end of a pod's name is what tells it from its siblings. */}
          {line.pod.length > 18 ? `…${line.pod.slice(-17)}` : line.pod}
        </span>
      )}
      <span className="min-w-0 flex-1 basis-full sm:basis-0">
        {json && json.fields.length > 0 ? (
          <button
            type="button"
            aria-expanded={open}
            className="flex w-full gap-x-3 text-left"
            onClick={() => setOpen(!open)}
          >
            <span className="break-all whitespace-pre-wrap">
              <span aria-hidden className="mr-1 text-ink-soft">
                {open ? "▾" : "▸"}
              </span>
              {message}
              {!open && <span className="ml-2 text-ink-soft sm:hidden">{tellingText(json.fields)}</span>}
            </span>
            {!open && (
              <span className="hidden min-w-0 flex-1 basis-0 truncate text-ink-soft sm:block">
                {fieldsText(json.fields)}
              </span>
            )}
          </button>
        ) : (
          <span className="break-all whitespace-pre-wrap">{message}</span>
        )}
        {open && json && <JsonFields fields={json.fields} />}
      </span>
    </div>
  );
}
