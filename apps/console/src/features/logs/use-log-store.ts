"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { emptyLogView, type LogEventSource, type LogStore, type LogView, openLogStore } from "./log-store.ts";
import type { LogSource, LogStart } from "./log-stream-url.ts";

/** A stream that cannot be opened says why only to a plain request, which is given up as soon as it succeeds. */
async function refusalOf(url: string): Promise<string | null> {
  const abort = new AbortController();
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (response.status < 400 || response.status >= 500 || response.status === 429) return null;
    const body: { error?: { message?: string } } | null = await response.json().catch(() => null);
    return body?.error?.message ?? `The server refused the logs (${response.status}).`;
  } catch {
    return null;
  } finally {
    abort.abort();
  }
}

function later(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

const never = () => () => undefined;
const getEmpty = () => emptyLogView;

/** Follows the logs while the component is shown; another source or start opens another stream. */
export function useLogStore(source: LogSource, start: LogStart): { view: LogView; store: LogStore | null } {
  const [store, setStore] = useState<LogStore | null>(null);
  const identity = JSON.stringify([source, start]);
  useEffect(() => {
    const [wantedSource, wantedStart]: [LogSource, LogStart] = JSON.parse(identity);
    const opened = openLogStore(wantedSource, wantedStart, {
      open: (url) => new EventSource(url) as LogEventSource,
      refusalOf,
      later,
    });
    setStore(opened);
    return () => opened.close();
  }, [identity]);
  const view = useSyncExternalStore(store?.subscribe ?? never, store?.getView ?? getEmpty, getEmpty);
  return { view, store };
}
