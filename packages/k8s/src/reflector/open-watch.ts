import type { ClusterClient } from "../client/cluster-client.ts";
import { mapTransportError } from "../client/kubernetes-error.ts";
import type { Clock } from "../kubernetes/clock.ts";
import { WatchStalledError } from "./retry-decision.ts";
import { readWatchEvents, type WatchEvent } from "./watch-events.ts";

interface WatchOptions {
  client: ClusterClient;
  path: string;
  resourceVersion: string;
  /** The server ends the watch after this. */
  timeoutSeconds: number;
  /** Without a byte for this long the watch is cut. */
  inactivityMs: number;
  clock: Clock;
  signal: AbortSignal;
  /** Headers have come. */
  onOpen(): void;
  onChunk(): void;
  /** May throw to end the watch with that error. */
  onEvent(event: WatchEvent): void;
  onMalformed(): void;
}

export interface OpenWatch {
  /** Resolves when the server ended the watch in good order; rejects with what ended it otherwise. */
  done: Promise<void>;
  /** Ends it with this error; events that are still on their way are dropped. */
  cut(error: Error): void;
}

/** Starts one watch with bookmarks. */
export function openWatch(options: WatchOptions): OpenWatch {
  const { client, path, resourceVersion, timeoutSeconds, clock, signal } = options;
  const abort = new AbortController();
  let cutBy: Error | undefined;
  const end = () => abort.abort();
  const cut = (error: Error) => {
    cutBy ??= error;
    abort.abort();
  };
  const idle = createIdleTimer(clock, options.inactivityMs, () =>
    cut(new WatchStalledError("The watch was silent for too long.")),
  );
  const query = { watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds };

  async function run(): Promise<void> {
    if (signal.aborted) return;
    signal.addEventListener("abort", end, { once: true });
    try {
      const body = await client.stream({ path, query, signal: abort.signal });
      options.onOpen();
      await readWatchEvents(body, {
        onChunk() {
          idle.restart();
          options.onChunk();
        },
        onEvent(event) {
          if (!abort.signal.aborted) options.onEvent(event);
        },
        onMalformed: options.onMalformed,
      });
    } catch (error) {
      throw cutBy ?? mapTransportError(client.cluster, error);
    } finally {
      idle.stop();
      abort.abort();
      signal.removeEventListener("abort", end);
    }
  }
  return { done: run(), cut };
}

/** Calls `onIdle` once when `restart` was not called for `idleMs`. Re-armed lazily, so that busy streams cost nothing. */
function createIdleTimer(
  clock: Clock,
  idleMs: number,
  onIdle: () => void,
): { restart(): void; stop(): void } {
  let lastAt = clock.now();
  let cancel: () => void;
  const check = () => {
    const leftMs = lastAt + idleMs - clock.now();
    if (leftMs <= 0) onIdle();
    else cancel = clock.schedule(leftMs, check);
  };
  cancel = clock.schedule(idleMs, check);
  return {
    restart() {
      lastAt = clock.now();
    },
    stop: () => cancel(),
  };
}
