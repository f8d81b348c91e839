"use client";

interface ReadyCellProps {
  readonly ready: number;
  readonly desired: number;
}

/** `3 of 3 +1`: more ready than wanted is no fault, as a canary and a restart add pods beside those that are counted. */
export function ReadyCell({ ready, desired }: ReadyCellProps) {
  const more = ready - desired;
  if (more <= 0) return `${ready} of ${desired}`;
  return (
    <span data-tip={`${ready} pods are ready, ${desired} are wanted: ${more} more while versions change`}>
      {desired} of {desired} <span className="text-ink-soft">+{more}</span>
    </span>
  );
}
