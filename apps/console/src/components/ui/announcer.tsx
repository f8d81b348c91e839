"use client";
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";

type Politeness = "polite" | "assertive";

export interface Toast {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: "neutral" | "danger";
}

interface Notice {
  announce?: { message: string; politeness: Politeness };
  toast?: Toast & { id: number };
}

const listeners = new Set<(notice: Notice) => void>();
let nextToastId = 1;

/**
 * Reads `message` out without moving the focus. `polite` is for summaries and is throttled; `assertive` only for the
 * failure of what the person themselves just did.
 */
export function announce(message: string, politeness: Politeness = "polite"): void {
  for (const listener of listeners) listener({ announce: { message, politeness } });
}

/** Shows and reads out what became of something the person did. Errors stay until they are closed. */
export function showToast(toast: Toast): void {
  const shown = { ...toast, id: nextToastId };
  nextToastId += 1;
  const message = [toast.title, toast.detail].filter(Boolean).join(". ");
  const politeness = toast.tone === "danger" ? "assertive" : "polite";
  for (const listener of listeners) listener({ toast: shown, announce: { message, politeness } });
}

const politeIntervalMs = 5000;
const toastStaysMs = 6000;

/** The live regions and the toasts of the page; mounted once, before anything is announced. */
export function AnnouncerHost() {
  const [spoken, setSpoken] = useState({ polite: "", assertive: "" });
  const [toasts, setToasts] = useState<readonly (Toast & { id: number })[]>([]);

  useEffect(() => {
    let lastAt = 0;
    let timer = 0;
    const speak = (politeness: Politeness, message: string) => {
      lastAt = Date.now();
      setSpoken((now) => ({ ...now, [politeness]: message }));
    };
    const listen = ({ announce: said, toast }: Notice) => {
      if (toast) setToasts((now) => [...now.slice(-3), toast]);
      if (!said) return;
      if (said.politeness === "assertive") return speak("assertive", said.message);
      // The latest summary wins: what happened in between is in it.
      window.clearTimeout(timer);
      const waitMs = Math.max(0, lastAt + politeIntervalMs - Date.now());
      timer = window.setTimeout(() => speak("polite", said.message), waitMs);
    };
    listeners.add(listen);
    return () => {
      listeners.delete(listen);
      window.clearTimeout(timer);
    };
  }, []);

  const close = (id: number) => setToasts((now) => now.filter((toast) => toast.id !== id));
  return (
    <>
      <div role="status" aria-live="polite" className="sr-only">
        {spoken.polite}
      </div>
      <div role="alert" aria-live="assertive" className="sr-only">
        {spoken.assertive}
      </div>
      <section
        aria-label="Messages"
        className="fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 empty:hidden"
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onClose={() => close(toast.id)} />
        ))}
      </section>
    </>
  );
}

function ToastCard({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const [resting, setResting] = useState(false);
  const stays = toast.tone === "danger" || resting;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onClose` is new in each render, for the same toast
  useEffect(() => {
    if (stays) return;
    const timer = window.setTimeout(onClose, toastStaysMs);
    return () => window.clearTimeout(timer);
  }, [stays]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reading it keeps it open; there is nothing to press but Close
    <div
      onPointerEnter={() => setResting(true)}
      onPointerLeave={() => setResting(false)}
      onFocus={() => setResting(true)}
      onBlur={() => setResting(false)}
      className={cn(
        "flex animate-appear items-start gap-2 rounded-lg bg-surface py-2 pr-1.5 pl-3 shadow-overlay",
        toast.tone === "danger" && "border-danger border-l-3",
      )}
    >
      <div className="min-w-0 flex-1 py-1">
        <p className="font-medium">{toast.title}</p>
        {toast.detail ? <p className="break-words text-ink-soft">{toast.detail}</p> : null}
      </div>
      <IconButton label="Close message" onClick={onClose}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
