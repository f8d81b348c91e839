import type { ClusterClient } from "../client/cluster-client.ts";
import { findKubernetesDetails } from "../client/kubernetes-error.ts";
import { type Clock, wait } from "../kubernetes/clock.ts";
import type { ProbeState } from "./judge-freshness.ts";

interface HealthMonitor {
  probe(): ProbeState;
  start(): void;
  stop(): void;
}

interface HealthMonitorOptions {
  client: ClusterClient;
  clock: Clock;
  /** From the start of one round to the start of the next. */
  intervalMs: number;
  timeoutMs: number;
  /** After each good answer: checks that the watches hear what happens. */
  verifyWatches(): Promise<void>;
  /** The cluster answers again after it did not. */
  onRecovered(): void;
  onProbed(): void;
}

/** While the cluster is away, so that its return is seen soon. */
const failingIntervalMs = 1_000;

/** Asks `/readyz` at an interval: the cheapest question whose answer means that reads work. */
export function createHealthMonitor(options: HealthMonitorOptions): HealthMonitor {
  const { client, clock } = options;
  let state: ProbeState = { lastOkAt: null, failure: null };
  let abort: AbortController | undefined;

  async function ask(signal: AbortSignal): Promise<void> {
    const wasFailing = state.failure !== null;
    try {
      await client.request({ path: "/readyz", signal, timeoutMs: options.timeoutMs });
      state = { lastOkAt: clock.now(), failure: null };
    } catch (error) {
      if (signal.aborted) return;
      const status = findKubernetesDetails(error)?.status;
      // It answered: who may not ask, or asks too often, still learned that it is there.
      const answered = status !== undefined && [403, 404, 429].includes(status);
      if (answered) {
        state = { lastOkAt: clock.now(), failure: null };
      } else {
        const kind = status === 401 ? "unauthorized" : "unreachable";
        const reason = error instanceof Error ? error.message : "it does not answer";
        state = {
          lastOkAt: state.lastOkAt,
          failure: { kind, since: state.failure?.since ?? clock.now(), reason },
        };
      }
    }
    if (wasFailing && !state.failure) options.onRecovered();
    options.onProbed();
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedAt = clock.now();
      await ask(signal);
      if (!signal.aborted && !state.failure) await options.verifyWatches();
      const intervalMs = state.failure ? Math.min(options.intervalMs, failingIntervalMs) : options.intervalMs;
      await wait(clock, Math.max(0, startedAt + intervalMs - clock.now()), signal);
    }
  }

  return {
    probe: () => state,
    start() {
      if (abort) return;
      abort = new AbortController();
      void run(abort.signal);
    },
    stop() {
      abort?.abort();
      abort = undefined;
    },
  };
}
