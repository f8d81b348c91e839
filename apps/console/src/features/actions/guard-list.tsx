"use client";
import type { GuardResult } from "@horizon/contracts";
import { clsx } from "clsx";
import type { Overrides } from "./confirm-state.ts";

const verdicts: Record<GuardResult["verdict"], { glyph: string; word: string; color: string }> = {
  pass: { glyph: "✓", word: "Passed", color: "text-healthy" },
  warn: { glyph: "!", word: "Warning", color: "text-degraded" },
  fail: { glyph: "×", word: "Failed", color: "text-failed" },
};

const order: readonly GuardResult["verdict"][] = ["fail", "warn"];

interface GuardListProps {
  readonly guards: readonly GuardResult[];
  readonly ticked: Overrides;
  readonly onToggle: (guard: GuardResult) => void;
}

function GuardItem({ guard, ticked, onToggle }: { guard: GuardResult } & Omit<GuardListProps, "guards">) {
  const { glyph, word, color } = verdicts[guard.verdict];
  return (
    <li className="flex gap-2">
      <span aria-hidden className={clsx("w-3 text-center font-semibold", color)}>
        {glyph}
      </span>
      <span className="min-w-0">
        <span className={clsx("font-medium", color)}>{word}: </span>
        {guard.message || guard.id}
        {guard.verdict === "fail" && !guard.final && (
          <label className="mt-1 flex min-h-6 items-center gap-2">
            <input type="checkbox" checked={ticked.has(guard)} onChange={() => onToggle(guard)} />
            Override this check
          </label>
        )}
      </span>
    </li>
  );
}

/** What was checked before acting, the worst first, passes folded; a failure that may be overridden has a box to tick. */
export function GuardList({ guards, ...rest }: GuardListProps) {
  const open = guards
    .filter((guard) => guard.verdict !== "pass")
    .toSorted((left, right) => order.indexOf(left.verdict) - order.indexOf(right.verdict));
  const passed = guards.filter((guard) => guard.verdict === "pass");
  return (
    <div className="grid gap-1">
      <ul className="grid gap-1 empty:hidden">
        {open.map((guard) => (
          <GuardItem key={guard.id} guard={guard} {...rest} />
        ))}
      </ul>
      {passed.length > 0 && (
        <details>
          <summary className="text-ink-soft">
            {passed.length} {passed.length === 1 ? "check" : "checks"} passed
          </summary>
          <ul className="mt-1 grid gap-1">
            {passed.map((guard) => (
              <GuardItem key={guard.id} guard={guard} {...rest} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
