"use client";
import { useFreshness } from "@/live";
import { PanelState } from "../ui/panel-state";

/** Above data of an environment: says that it is old, and why, while it is. */
export function StaleNotice({ environment }: { environment: string }) {
  const view = useFreshness(environment);
  if (view.kind !== "stale" && view.kind !== "unavailable" && view.kind !== "reconnecting") return null;
  return <PanelState kind="stale" asOf={view.asOf} detail={`${view.label}. ${view.detail}`} />;
}
