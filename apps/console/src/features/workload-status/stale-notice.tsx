"use client";
import { PanelState } from "@/components/ui/panel-state";
import { useFreshness } from "@/live";

/** Says in words that what is shown may no longer be so, and that acting on it may be refused; nothing while it is live. */
export function StaleNotice({ environment }: { environment: string }) {
  const { kind, detail, asOf } = useFreshness(environment);
  if (kind !== "stale" && kind !== "unavailable") return null;
  return (
    <PanelState
      kind="stale"
      asOf={asOf}
      detail={asOf ? `${detail} An action is refused when its target has changed since.` : detail}
    />
  );
}
