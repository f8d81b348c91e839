import { SERVICES, WAITING_CANARY } from "../estate/service-catalog.ts";
import { deployRelease, promoteFull, releasesOfRound, versionOf } from "./releases.ts";
import type { World, WorldCluster } from "./world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long before the present the estate's history begins. */
export const HISTORY_MS = 9 * 24 * HOUR_MS;
const ROUND_GAP_MS = 4 * 24 * HOUR_MS;
/** Time that the last canary has been waiting for a person when the lab starts, and what it takes to get there. */
const WAITING_MS = 25 * MINUTE_MS;
/** Controllers whose work is periodic: kept out of the days in which nothing happens. */
const PERIODIC = ["hpa", "node-lifecycle"];

/**
 * Lives through the estate's last nine days: first releases, two rounds of newer ones, and a canary that waits at its first
 * gate. Takes `HISTORY_MS` of the clock, which `advance` moves.
 */
export function seedHistory(world: World, advance: (durationMs: number) => void): void {
  const startedMs = world.clock.now();
  const clusters = Object.values(world.clusters);
  const firstReleases = SERVICES.map(({ name, releases }) => [name, releases[0] ?? ""]);
  world.boot(Object.fromEntries(firstReleases));
  advance(10 * MINUTE_MS);
  forPeriodic(clusters, "stop");
  for (const round of [1, 2]) {
    advance(ROUND_GAP_MS - HOUR_MS);
    for (const release of releasesOfRound(SERVICES, round)) {
      for (const cluster of clusters) deployAndPromote(cluster, release, advance);
    }
  }
  const { estate, store } = world.clusters.staging;
  deployRelease(
    { store, namespace: estate.namespace, service: WAITING_CANARY.service },
    WAITING_CANARY.version,
  );
  advance(startedMs + HISTORY_MS - WAITING_MS - world.clock.now());
  forPeriodic(clusters, "start");
  const production = world.clusters.production;
  const waiting = {
    store: production.store,
    namespace: production.estate.namespace,
    service: WAITING_CANARY.service,
  };
  deployRelease(waiting, WAITING_CANARY.version);
  advance(WAITING_MS);
}

function deployAndPromote(
  { estate, store }: WorldCluster,
  { service, version }: { service: string; version: string },
  advance: (durationMs: number) => void,
): void {
  const reference = { store, namespace: estate.namespace, service };
  if (versionOf(reference) === version) return;
  deployRelease(reference, version);
  advance(3 * MINUTE_MS);
  promoteFull(reference);
  advance(2 * MINUTE_MS);
}

function forPeriodic(clusters: readonly WorldCluster[], verb: "start" | "stop"): void {
  for (const { manager } of clusters) for (const name of PERIODIC) manager[verb](name);
}
