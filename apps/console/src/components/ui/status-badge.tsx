import type { Health, HealthState } from "@horizon/contracts";
import { cn } from "./cn";

interface StatusLook {
  readonly text: string;
  readonly tint: string;
  /** Drawn in a 16 × 16 box; shape and sign differ, so that colour is never needed to tell them apart. */
  readonly shape: React.ReactNode;
}

const sign = { fill: "none", stroke: "var(--surface)", strokeWidth: 1.6, strokeLinecap: "round" } as const;
const fill = "currentColor";

const looks: Record<HealthState, StatusLook> = {
  Healthy: {
    text: "text-healthy",
    tint: "bg-transparent",
    shape: (
      <>
        <circle cx="8" cy="8" r="6" fill={fill} />
        <path d="m5.4 8.2 1.8 1.8 3.4-3.8" {...sign} />
      </>
    ),
  },
  Progressing: {
    text: "text-progressing",
    tint: "bg-progressing-tint",
    shape: (
      <>
        <circle cx="8" cy="8" r="5.2" fill="none" stroke={fill} strokeWidth="1.6" />
        <path d="M8 2.8a5.2 5.2 0 0 1 0 10.4Z" fill={fill} />
      </>
    ),
  },
  Paused: {
    text: "text-paused",
    tint: "bg-paused-tint",
    shape: (
      <>
        <rect x="3.5" y="3" width="3.4" height="10" rx="0.8" fill={fill} />
        <rect x="9.1" y="3" width="3.4" height="10" rx="0.8" fill={fill} />
      </>
    ),
  },
  Unknown: {
    text: "text-unknown",
    tint: "bg-unknown-tint",
    shape: (
      <>
        <path d="m8 1.6 6.4 6.4L8 14.4 1.6 8Z" fill="none" stroke={fill} strokeWidth="1.4" />
        <path
          d="M6.6 6.7a1.4 1.4 0 1 1 2 1.3c-.4.2-.6.4-.6.9m0 1.6v.1"
          {...sign}
          stroke={fill}
          strokeWidth="1.3"
        />
      </>
    ),
  },
  Degraded: {
    text: "text-degraded",
    tint: "bg-degraded-tint",
    shape: (
      <>
        <path d="M8 1.8 15 14H1Z" fill={fill} strokeLinejoin="round" />
        <path d="M8 6.4v3.4m0 2v.1" {...sign} />
      </>
    ),
  },
  Failed: {
    text: "text-failed",
    tint: "bg-failed-tint",
    shape: (
      <>
        <path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2Z" fill={fill} />
        <path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" {...sign} />
      </>
    ),
  },
};

interface StatusIconProps {
  state: HealthState;
  className?: string;
}

/** The shape alone; only where its word stands beside it. */
export function StatusIcon({ state, className }: StatusIconProps) {
  const look = looks[state];
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cn("size-3.5 shrink-0", look.text, className)}>
      {look.shape}
    </svg>
  );
}

interface StatusBadgeProps extends StatusIconProps {
  /** Why; shown on hover and focus. */
  reason?: string | undefined;
}

/** Every status of the console: a shape, a word and a colour. Healthy is quiet. */
export function StatusBadge({ state, reason, className }: StatusBadgeProps) {
  const look = looks[state];
  return (
    <span className={cn("inline-flex min-w-0 max-w-full items-center align-middle", className)}>
      <span
        {...(reason ? { "data-tip": reason, tabIndex: 0 } : {})}
        className={cn(
          "inline-flex h-5.5 shrink-0 items-center gap-1.5 rounded-full pr-2 font-medium text-xs",
          state === "Healthy" ? "pl-0 text-ink-soft" : cn("pl-1.5", look.text),
          look.tint,
        )}
      >
        <StatusIcon state={state} />
        {state}
      </span>
    </span>
  );
}

/** Health as a badge, with its reason. */
export function HealthBadge({ health }: { health: Health }) {
  return <StatusBadge state={health.state} reason={health.reason} />;
}
