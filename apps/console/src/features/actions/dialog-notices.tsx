"use client";
import { useEffect, useState } from "react";
import { usePauseLive } from "@/live";

const lateAfterMs = 3000;

/** Said when the answer takes long, as nobody should wonder whether the press was taken. */
export function LateNotice() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), lateAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p role="status">
      {late &&
        "Sent; no answer has come yet. Closing this takes nothing back: what becomes of it is in Audit."}
    </p>
  );
}

/** What a person sees behind the dialog is old while live updates are paused; what the dialog says is not. */
export function PausedNotice() {
  const { paused } = usePauseLive();
  if (!paused) return null;
  return (
    <p className="rounded-md bg-paused-tint p-2">
      Live updates are paused, so the page behind this may be old. What is said here was read from the cluster
      just now.
    </p>
  );
}
