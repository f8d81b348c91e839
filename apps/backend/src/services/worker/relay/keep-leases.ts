import { holdRelayLeases, type RelayRoute } from "@horizon/db/worker";
import type { WorkerContext } from "../context.ts";
import type { LoopWatch } from "../domain/loop-watch.ts";

export interface RelayLeases {
  holds(route: RelayRoute): boolean;
  stop(): Promise<void>;
}

/** How long nobody relays after a worker died. */
const leaseMs = 6_000;
const renewMs = 2_000;

const keyOf = ({ source, consumer }: RelayRoute) => `${source} ${consumer}`;

/**
 * Takes every route that no other worker holds, and renews them. Leases keep two workers from doing the same work, not from doing harm: a
 * batch may outlive its lease, and then consumers see its events twice.
 */
export function keepLeases(
  { db, holder, logger }: WorkerContext,
  routes: readonly RelayRoute[],
  loops: LoopWatch,
  onTaken: () => void,
): RelayLeases {
  const noteEnd = loops.watch("leases");
  let held: ReadonlySet<string> = new Set();
  let heldUntilMs = 0;
  let renewing: Promise<void> | null = null;

  async function renew(): Promise<void> {
    const askedAtMs = performance.now();
    const now = new Set((await holdRelayLeases(db, routes, holder, leaseMs)).map(keyOf));
    const tookSome = [...now].some((key) => !held.has(key));
    held = now;
    heldUntilMs = askedAtMs + leaseMs;
    if (tookSome) onTaken();
  }
  function tick(): void {
    renewing ??= renew()
      .catch((error: unknown) => logger.warn({ err: error }, "leases of the relay were not renewed"))
      .finally(() => {
        renewing = null;
        noteEnd();
      });
  }
  tick();
  const timer = setInterval(tick, renewMs);
  return {
    holds: (route) => performance.now() < heldUntilMs && held.has(keyOf(route)),
    async stop() {
      clearInterval(timer);
      await renewing;
    },
  };
}
