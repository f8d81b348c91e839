"use client";
import { useEffect } from "react";
import { PanelState } from "@/components/ui/panel-state";
import { reportFailure } from "@/failures/report-failure";

/** A defect in one page; the frame around it stays usable. */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  // What the server threw has a digest, and the server has told of it.
  useEffect(() => {
    if (error.digest === undefined) reportFailure(error);
  }, [error]);
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
