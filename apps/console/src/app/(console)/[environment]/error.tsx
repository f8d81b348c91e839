"use client";
import { PanelState } from "@/components/ui/panel-state";

/** A defect in one page; the frame around it stays usable. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <PanelState
      kind="error"
      isPage
      title="This page broke"
      detail="The rest of the console works. What runs in the clusters is not affected."
      requestId={error.digest ?? null}
      onRetry={reset}
    />
  );
}
