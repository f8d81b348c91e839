import type { Freshness } from "@horizon/contracts";

/** The stream as this browser sees it. */
export type Connection = "connecting" | "open" | "broken" | "paused";

/** After this long without a message the view says that it may be old. */
const silentAfterMs = 8000;

export interface FreshnessInput {
  readonly freshness: Freshness | null;
  readonly connection: Connection;
  /** Of the browser's clock; null before the first message. */
  readonly lastMessageAt: number | null;
  readonly now: number;
}

/** What the live indicator says. `asOf` is when what is shown was last known to be true. */
export interface FreshnessView {
  readonly kind: "live" | "connecting" | "reconnecting" | "paused" | "stale" | "unavailable";
  readonly label: string;
  readonly detail: string;
  readonly asOf: string | null;
  /** What a live view does not show because it may not be read; empty when it is whole. */
  readonly missing: string;
}

const labels: Record<Freshness["state"], { kind: FreshnessView["kind"]; label: string; detail: string }> = {
  live: { kind: "live", label: "Live", detail: "Changes appear as they happen." },
  connecting: {
    kind: "connecting",
    label: "Connecting",
    detail: "The first data of the cluster is on its way.",
  },
  stale: { kind: "stale", label: "Stale", detail: "The cluster has stopped sending changes." },
  unreachable: { kind: "unavailable", label: "Cluster unreachable", detail: "The cluster does not answer." },
  unauthorized: {
    kind: "unavailable",
    label: "Access refused",
    detail: "The cluster refuses our credentials.",
  },
  misconfigured: {
    kind: "unavailable",
    label: "Misconfigured",
    detail: "The cluster’s configuration is wrong.",
  },
};

/** Joins what ops-server says of the cluster with what this browser knows of its own connection. */
export function describeFreshness(input: FreshnessInput): FreshnessView {
  const asOf = input.freshness?.asOf ?? null;
  const missing = "";
  if (input.connection === "paused") {
    return {
      kind: "paused",
      label: "Paused",
      detail: "You paused live updates. Changes wait until you resume.",
      asOf,
      missing,
    };
  }
  const silent = input.lastMessageAt !== null && input.now - input.lastMessageAt > silentAfterMs;
  if (input.connection === "broken" || silent) {
    return {
      kind: "reconnecting",
      label: "Reconnecting",
      detail: "The connection to Horizon is interrupted.",
      asOf,
      missing,
    };
  }
  if (!input.freshness) {
    return {
      kind: "connecting",
      label: "Connecting",
      detail: "Waiting for the first message.",
      asOf,
      missing,
    };
  }
  const { kind, label, detail } = labels[input.freshness.state];
  const reason = asSentence(input.freshness.reason);
  return { kind, label, detail: reason || detail, asOf, missing: kind === "live" ? reason : missing };
}

/** Causes come as parts of a sentence. */
function asSentence(cause: string): string {
  const text = cause.charAt(0).toUpperCase() + cause.slice(1);
  return text === "" || text.endsWith(".") ? text : `${text}.`;
}
