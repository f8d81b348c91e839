import type { BrowserFailure } from "./browser-failure";

/** A page that fails in a loop says the same again and again. */
const mostPerPage = 10;
const told = new Set<string>();

/** The commit of this page, where failures are kept; undefined where nobody asked for them. */
export function reportedRelease(): string | undefined {
  return document.documentElement.dataset.failures;
}

/** Tells this console's own server what was thrown: once each, without the query of the address, and never fails itself. */
export function reportFailure(thrown: unknown): void {
  const release = reportedRelease();
  if (release === undefined) return;
  const {
    name,
    message,
    stack = "",
  } = thrown instanceof Error ? thrown : new Error(`${typeof thrown} was thrown`);
  const key = `${name} ${message} ${stack}`;
  if (told.has(key) || told.size >= mostPerPage) return;
  told.add(key);
  const failure: BrowserFailure = {
    release,
    name: name.slice(0, 100),
    message: message.slice(0, 1_000),
    stack: stack.slice(0, 8_000),
    path: window.location.pathname.slice(0, 300),
  };
  const body = JSON.stringify(failure);
  // keepalive: it is sent even when the page is left.
  fetch("/api/failures", {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body,
  }).catch(() => undefined);
}
