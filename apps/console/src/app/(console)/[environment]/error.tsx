"use client";
import { PanelState } from "@/components/ui/panel-state";

/** A defect in one page; the frame around it stays usable. */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  return (
    <PanelState
      kind="error"
      isPage
      title="This page broke"
      detail="The rest of the console works, and what runs in the clusters is not affected. If the console was updated while the page was open, loading it again helps."
      requestId={error.digest ?? null}
      onRetry={() => window.location.reload()}
    />
  );
}
