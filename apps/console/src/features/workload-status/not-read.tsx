import { PanelState } from "@/components/ui/panel-state";

/** What stands in place of a list that is empty because its cluster has not answered yet. */
export function NotRead() {
  return (
    <PanelState
      kind="empty"
      title="Nothing is known yet"
      detail="The cluster has not been read since Horizon started. What it runs appears here as soon as it answers."
    />
  );
}
