import { cn } from "./cn";

interface WeightBarProps {
  stable: number;
  canary: number;
  /** What the controller was asked for, where it differs from what is. */
  desiredCanary?: number;
  compact?: boolean;
  className?: string;
}

/** How the traffic is split between stable and canary, in per cent; both parts carry their number. */
export function WeightBar({ stable, canary, desiredCanary, compact = false, className }: WeightBarProps) {
  const wanted = desiredCanary !== undefined && desiredCanary !== canary ? `, ${desiredCanary} % wanted` : "";
  const text = `Stable ${stable} %, canary ${canary} %${wanted}`;
  return (
    <span
      role="img"
      aria-label={text}
      data-tip={text}
      className={cn("flex items-center gap-2 text-xs", className ?? "w-full")}
    >
      {compact ? null : <span className="shrink-0 text-ink-soft">Stable {stable} %</span>}
      <span className="relative flex h-2 min-w-8 flex-1 gap-px overflow-hidden rounded-full bg-line">
        <span className="bg-ink-soft" style={{ flexGrow: stable, flexBasis: 0 }} />
        <span className="bg-accent" style={{ flexGrow: canary, flexBasis: 0 }} />
        {wanted ? (
          <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ right: `${desiredCanary}%` }} />
        ) : null}
      </span>
      <span className={cn("shrink-0 font-medium", compact ? "w-8 text-right" : "")}>
        {compact ? "" : "Canary "}
        {canary} %
      </span>
    </span>
  );
}
