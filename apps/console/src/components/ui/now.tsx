"use client";
import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from "react";

const RenderedAtContext = createContext(0);

/** Gives the server's time of rendering to the first client render, so that both write the same words. */
export function NowProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAtContext value={renderedAt}>{children}</RenderedAtContext>;
}

/** Less may be the way of a message; nobody misses it in "4 min ago". */
const minSkewMs = 30_000;
let skewMs = 0;

/** What the server's clock showed just now: the times that people read are reckoned by it where the browser's is wrong. */
export function noteServerTime(serverMs: number): void {
  const measured = serverMs - Date.now();
  skewMs = Math.abs(measured) < minSkewMs ? 0 : measured;
}

/** Milliseconds, by the server's clock. */
export function currentTime(): number {
  return Date.now() + skewMs;
}

/** One timer per interval, whatever the number of clocks on the page. */
const clocks = new Map<number, { now: number; listeners: Set<() => void>; timer: number }>();

function subscribeTo(intervalMs: number, listener: () => void): () => void {
  const known = clocks.get(intervalMs);
  const clock = known ?? { now: currentTime(), listeners: new Set<() => void>(), timer: 0 };
  if (!known) {
    clocks.set(intervalMs, clock);
    clock.timer = window.setInterval(() => {
      clock.now = currentTime();
      for (const one of clock.listeners) one();
    }, intervalMs);
  }
  clock.listeners.add(listener);
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size > 0) return;
    window.clearInterval(clock.timer);
    clocks.delete(intervalMs);
  };
}

/** The time in milliseconds, by the server's clock, renewed every `intervalMs`. */
export function useNow(intervalMs = 10_000): number {
  const renderedAt = useContext(RenderedAtContext);
  const subscribe = useCallback((listener: () => void) => subscribeTo(intervalMs, listener), [intervalMs]);
  const get = () => clocks.get(intervalMs)?.now ?? renderedAt;
  return useSyncExternalStore(subscribe, get, () => renderedAt);
}
