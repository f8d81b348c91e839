"use client";
import { useEffect, useRef } from "react";
import { announce } from "@/components/ui/announcer";

/** Reads a summary out when it changes, not when the page has just been opened; null is not known yet. */
export function useAnnouncedChange(summary: string | null): void {
  const known = useRef<string | null>(null);
  useEffect(() => {
    if (summary === null) return;
    if (known.current !== null && known.current !== summary) announce(summary);
    known.current = summary;
  }, [summary]);
}
