import type { Freshness } from "@horizon/contracts";
import type { ReflectorStatus } from "../reflector/reflector-status.ts";

/** What the last probes of the API server said. */
export interface ProbeState {
  /** Epoch ms of the last good answer; null before the first. */
  lastOkAt: number | null;
  failure: { kind: "unreachable" | "unauthorized"; since: number; reason: string } | null;
}

type Watched = Pick<ReflectorStatus, "kind" | "state" | "synced" | "reason" | "failedWith">;

export interface FreshnessInput {
  now: number;
  probe: ProbeState;
  /** Of the kinds that views depend on. */
  reflectors: readonly Watched[];
  /** Of the kinds that views show beside those. */
  sides?: readonly Watched[];
  /** Epoch ms since when each of the kinds that are not live has not been; see `noteNotLive`. */
  notLiveSince: ReadonlyMap<string, number>;
  /** When everything was last known to be current. */
  lastLiveAt: number | null;
}

/** A watch may reconnect for this long before what it feeds is called stale. */
const reconnectGraceMs = 2_000;
/** A probe is due every few seconds; without a good one for this long the cluster is not known to be there. */
const probeSilenceMs = 9_000;

/** Of a kind that never could be read nothing is shown; one that no longer can be is out of date. */
const isMissing = ({ state, synced }: Watched) => state === "unavailable" && !synced;

/** Notes since when each kind is not live: a kind that is watched by namespaces is as soon as one of its watches is not. */
export function noteNotLive(
  notLiveSince: Map<string, number>,
  reflectors: FreshnessInput["reflectors"],
  now: number,
): void {
  const notLive = reflectors.filter((reflector) => reflector.state !== "live" && !isMissing(reflector));
  const kinds = new Set(notLive.map(({ kind }) => kind));
  for (const kind of notLiveSince.keys()) if (!kinds.has(kind)) notLiveSince.delete(kind);
  for (const kind of kinds) if (!notLiveSince.has(kind)) notLiveSince.set(kind, now);
}

/** What is missing because it may not be read. A kind that is not installed is not missing. */
function describeUnreadable(watched: readonly Watched[]): string {
  const refused = watched.filter(({ state, failedWith }) => state === "unavailable" && failedWith === 403);
  const reasons = new Map(refused.map(({ kind, reason }) => [kind, reason]));
  return [...reasons].map(([kind, reason]) => `${kind} cannot be read: ${reason}`).join("; ");
}

/** How fresh the cached state is, and why it is not live, or not whole, when it is not. */
export function judgeFreshness(input: FreshnessInput): Freshness {
  const { now, probe, reflectors, sides = [], notLiveSince, lastLiveAt } = input;
  const asOf = lastLiveAt === null ? null : new Date(lastLiveAt).toISOString();
  if (probe.failure) return { state: probe.failure.kind, asOf, reason: probe.failure.reason };
  const unauthorized = reflectors.find(({ state }) => state === "unauthorized");
  if (unauthorized) return { state: "unauthorized", asOf, reason: unauthorized.reason };
  const unsynced = reflectors.find(({ synced, state }) => !synced && state !== "unavailable");
  if (unsynced) {
    const reason = unsynced.reason || `reading ${unsynced.kind} for the first time`;
    return { state: "connecting", asOf, reason };
  }
  const broken = reflectors.find((reflector) => {
    const { kind, state } = reflector;
    const since = notLiveSince.get(kind);
    const isOverdue = since !== undefined && now - since > reconnectGraceMs;
    return state === "stalled" || (state !== "live" && !isMissing(reflector) && isOverdue);
  });
  if (broken) {
    return {
      state: "stale",
      asOf,
      reason: `no updates of ${broken.kind}: ${broken.reason || "reconnecting"}`,
    };
  }
  if (probe.lastOkAt === null) return { state: "connecting", asOf, reason: "waiting for the first answer" };
  if (now - probe.lastOkAt > probeSilenceMs)
    return { state: "stale", asOf, reason: "the cluster does not answer" };
  return {
    state: "live",
    asOf: new Date(Math.max(probe.lastOkAt, lastLiveAt ?? 0)).toISOString(),
    reason: describeUnreadable([...reflectors, ...sides]),
  };
}
