"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useDatabaseSilence } from "@/live";
import { announce } from "../ui/announcer";
import { formatUtc } from "../ui/format-time";

/** Says over every page that what Horizon itself keeps is old, and asks again for what failed once it can be had. */
export function DatabaseNotice() {
  const queryClient = useQueryClient();
  const silentSince = useDatabaseSilence();
  const isSilent = silentSince !== null;
  const wasSilent = useRef(false);
  useEffect(() => {
    if (wasSilent.current === isSilent) return;
    wasSilent.current = isSilent;
    announce(isSilent ? "Horizon’s database does not answer" : "Horizon’s database answers again");
    if (!isSilent) {
      void queryClient.invalidateQueries({ predicate: ({ state }) => state.fetchFailureCount > 0 });
    }
  }, [queryClient, isSilent]);
  if (!isSilent) return null;
  return (
    <aside
      aria-label="Database"
      className="border-line border-b bg-degraded-tint text-balance px-4 py-1 text-center text-ink"
    >
      Horizon’s database has not answered since {formatUtc(Date.parse(silentSince))}. What the clusters say is
      shown as before. Changes, approvals, audit and settings are as of then, and nothing can be done until it
      answers.
    </aside>
  );
}
