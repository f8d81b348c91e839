"use client";
import type { FieldChange } from "@horizon/contracts";
import { clsx } from "clsx";
import { type DiffLine, diffSentence, groupDiff } from "./diff-groups.ts";

const signs: Record<DiffLine["kind"], string> = { added: "+", removed: "−", changed: "±" };

function Value({ sign, value, tint }: { sign: "+" | "−"; value: string | null; tint: string }) {
  if (value === null) return null;
  return (
    <span className={clsx("flex gap-2 rounded-sm px-1 font-mono text-xs whitespace-pre-wrap", tint)}>
      <span aria-hidden>{sign}</span>
      <span className="sr-only">{sign === "+" ? "after: " : "before: "}</span>
      <span className="min-w-0 break-all">{value === "" ? "(empty)" : value}</span>
    </span>
  );
}

function Line({ line }: { line: DiffLine }) {
  return (
    <li className="border-t border-line py-1 first:border-t-0">
      <span className="flex gap-2 font-mono text-xs text-ink-soft" title={line.path}>
        <span aria-hidden className="w-2">
          {signs[line.kind]}
        </span>
        <span className="min-w-0 break-all">{line.label}</span>
        <span className="sr-only">{line.kind}</span>
      </span>
      <span className="mt-0.5 ml-4 grid gap-0.5">
        <Value sign="−" value={line.before} tint="bg-failed-tint" />
        <Value sign="+" value={line.after} tint="bg-healthy-tint" />
      </span>
    </li>
  );
}

/** Field changes, grouped as a person reads them, each with a sign as well as a colour. */
export function DiffView({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <div className="grid gap-3">
      <p className="text-ink-soft">{diffSentence(changes)}.</p>
      {groupDiff(changes).map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h4 className="font-medium">{group.title}</h4>
          <ul>
            {group.changes.map((line) => (
              <Line key={line.path} line={line} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
