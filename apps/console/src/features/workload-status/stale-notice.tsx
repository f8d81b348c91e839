"use client";
import type { EnvironmentInfo } from "@horizon/contracts";
import { PanelState } from "@/components/ui/panel-state";
import { useFreshness } from "@/live";

interface StaleElsewhereProps {
  readonly environment: EnvironmentInfo;
  /** The environment of the page: while that is old itself, what is said of it is enough. */
  readonly here: string;
}

/** The same of another environment that the page shows beside its own; nothing while that one is live. */
export function StaleElsewhere({ environment, here }: StaleElsewhereProps) {
  const own = useFreshness(here);
  const { kind, detail, asOf } = useFreshness(environment.id);
  if (own.kind !== "live" || (kind !== "stale" && kind !== "unavailable")) return null;
  return <PanelState kind="stale" subject={environment.title} asOf={asOf} detail={detail} />;
}

/**
 * Says in words that what is shown may no longer be so, and that acting on it may be refused, or that it is live but for what
 * may not be read; nothing while it is live and whole.
 */
export function StaleNotice({ environment }: { environment: string }) {
  const { kind, detail, asOf, missing } = useFreshness(environment);
  if (missing) return <PanelState kind="partial" detail={missing} />;
  if (kind !== "stale" && kind !== "unavailable") return null;
  return (
    <PanelState
      kind="stale"
      asOf={asOf}
      detail={asOf ? `${detail} An action is refused when its target has changed since.` : detail}
    />
  );
}
