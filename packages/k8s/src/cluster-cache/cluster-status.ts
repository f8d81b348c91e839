import type { ClusterStatus } from "@horizon/contracts";
import type { ClusterClient } from "../client/cluster-client.ts";
import type { ReflectorStatus } from "../reflector/reflector-status.ts";

/** What the reflectors of a cluster say of it together. */
export function summarizeReflectors(
  statuses: readonly ReflectorStatus[],
): Pick<ClusterStatus, "unavailableKinds" | "stats"> {
  const sum = (read: (status: ReflectorStatus) => number) =>
    statuses.reduce((total, status) => total + read(status), 0);
  const lastEventAt = Math.max(0, ...statuses.map(({ stats }) => stats.lastEventAt ?? 0));
  return {
    unavailableKinds: statuses
      .filter(({ state }) => state === "unavailable")
      .map(({ kind, reason }) => ({ kind, reason })),
    stats: {
      watches: sum(({ state }) => (state === "live" ? 1 : 0)),
      events: sum(({ stats }) => stats.events),
      relists: sum(({ stats }) => stats.relists.expired + stats.relists.probe + stats.relists.continue),
      objects: sum(({ size }) => size),
      lastEventAt: lastEventAt === 0 ? null : new Date(lastEventAt).toISOString(),
    },
  };
}

/** `v1.35.0`; null when the server does not say. */
export async function readServerVersion(client: ClusterClient): Promise<string | null> {
  try {
    return (await client.request<{ gitVersion?: string }>({ path: "/version" })).gitVersion ?? null;
  } catch {
    // Asked again with the next probe; nothing depends on it.
    return null;
  }
}
