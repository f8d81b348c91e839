"use client";
import type { ClusterCommand } from "@horizon/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { PreviewEffect } from "./preview-facts.tsx";

/** What a command that another person asked for would do to the object as it is now, for who decides on it. */
export function EffectNow({ command }: { command: ClusterCommand }) {
  const trpc = useTRPC();
  const { data: preview, error } = useQuery({
    ...trpc.actions.preview.queryOptions({ command }),
    // It stays as it was read: the server binds the decision to the object that the request was made on.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <section aria-label="What it would do" className="mt-3 grid min-h-44 content-start gap-2">
      {preview ? (
        <>
          {!preview.available && (
            <p className="text-degraded">Not possible now: {preview.unavailableReason}</p>
          )}
          <PreviewEffect preview={preview} />
        </>
      ) : (
        <p role="status" className="text-ink-soft">
          {error
            ? `What this would do cannot be said: ${errorOf(error).message}`
            : "Asking the cluster what this would do…"}
        </p>
      )}
    </section>
  );
}
