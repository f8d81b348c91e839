import { findKubernetesDetails, mapStatusError } from "../client/kubernetes-error.ts";
import { resourcePath } from "../client/resource-type.ts";
import { wait } from "../kubernetes/clock.ts";
import { jsonEqual } from "../kubernetes/json-equal.ts";
import { listPages } from "./list-pages.ts";
import { type OpenWatch, openWatch } from "./open-watch.ts";
import { probeWatch } from "./probe-watch.ts";
import type { Reflector, ReflectorOptions } from "./reflector.ts";
import { defaultReflectorSettings } from "./reflector-settings.ts";
import { emptyStats, type ReflectorState, type ReflectorStatus } from "./reflector-status.ts";
import { createReflectorStore } from "./reflector-store.ts";
import { decideRetry, isUnavailable, type RelistCause, WatchStalledError } from "./retry-decision.ts";
import type { WatchEvent } from "./watch-events.ts";

const deafReason = "The watch delivers nothing although it is connected.";

/**
 * Keeps a copy of one collection: paged list, then watch with bookmarks, for ever, through every failure. Ends of a
 * watch keep the position; only 410 (as answer or in the stream) lists again.
 */
export function createReflector<Item>(options: ReflectorOptions<Item>): Reflector<Item> {
  const { client, resource, clock, listener, random = Math.random } = options;
  const settings = { ...defaultReflectorSettings, ...options.settings };
  const logger = options.logger.child({ cluster: client.cluster, kind: resource.kind });
  const path = resourcePath(resource, { namespace: options.namespace });
  const { project, isEqual = jsonEqual, retention, seed } = options;
  const store = createReflectorStore<Item>({ project, isEqual, retention, seed });
  const stats = emptyStats();

  let state: ReflectorState = "idle";
  let reason = "";
  let synced = seed !== undefined && !options.forgetsUnreadable;
  let wasRead = seed !== undefined;
  let failedWith: number | null = null;
  let epoch = 0;
  let resourceVersion: string | null = null;
  let relistCause: RelistCause = "start";
  // Moves with start and stop: what an older run still has in hand must not be applied.
  let generation = 0;
  let running: { abort: AbortController; done: Promise<void>; wake: AbortController } | undefined;
  let current: OpenWatch | undefined;
  // Connected is not live while watches were seen to deliver nothing: the next byte, or a good probe, clears it.
  let isDeaf = false;
  // After a failure the server may have come back with less than it had.
  let isPositionDoubtful = false;

  const status = (): ReflectorStatus => ({
    kind: resource.kind,
    namespace: options.namespace ?? null,
    state,
    synced,
    reason,
    failedWith,
    size: store.items.size,
    epoch,
    stats: { ...stats, relists: { ...stats.relists } },
  });

  function notify(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      stats.listenerErrors++;
      logger.error({ err: error }, "a listener of the reflector failed");
    }
  }

  function moveTo(next: ReflectorState, why = ""): void {
    if (state === next && reason === why) return;
    if (next === "live") failedWith = null;
    state = next;
    reason = why;
    notify(() => listener.onStatus?.(status()));
  }

  async function list(run: number, signal: AbortSignal): Promise<void> {
    // Until it can be read again it cannot: a try is no news.
    if (state !== "unavailable") moveTo("listing");
    stats.relists[relistCause]++;
    const pages = await listPages(client, path, {
      pageSize: settings.pageSize,
      signal,
      project: store.projectListed,
    });
    if (run !== generation) return;
    stats.relists.continue += pages.restarts;
    epoch++;
    resourceVersion = pages.resourceVersion;
    const changes = store.replaceAll(pages.items);
    stats.lastActivityAt = clock.now();
    // `synced` turns true after the first list was handed over: a listener can tell what was there from what came.
    if (changes.length > 0) notify(() => listener.onChanges(changes));
    synced = true;
    wasRead = true;
  }

  /** As if it had never been read: what is gone is no change of the cluster. */
  function forget(): void {
    synced = false;
    const changes = store.replaceAll(new Map());
    if (changes.length > 0) notify(() => listener.onChanges(changes));
  }

  function applyEvent(event: WatchEvent): void {
    if (event.type === "ERROR") {
      const code = (event.object as { code?: number }).code ?? 500;
      throw mapStatusError(client.cluster, code, event.object);
    }
    // Every event moves the position; a bookmark does nothing else.
    resourceVersion = event.object.metadata.resourceVersion;
    if (event.type === "BOOKMARK") {
      stats.bookmarks++;
      return;
    }
    stats.events++;
    stats.lastEventAt = clock.now();
    const change = store.apply(event.type, event.object);
    if (change) notify(() => listener.onChanges([change]));
    else stats.unchanged++;
  }

  function showConnected(): void {
    if (isDeaf) moveTo("stalled", deafReason);
    else moveTo("live");
  }

  function hear(): void {
    isDeaf = false;
    if (state === "stalled") moveTo("live");
  }

  /**
   * A version that the server has not reached (it lost its state) would be waited for in silence by a watch; a list that
   * must not be older is refused.
   */
  async function confirmPosition(signal: AbortSignal): Promise<void> {
    const query = { limit: 1, resourceVersion: resourceVersion ?? "", resourceVersionMatch: "NotOlderThan" };
    await client.request({ path, query, signal });
    isPositionDoubtful = false;
  }

  /** One watch, from the current position until it ends. Resolves when it ended in good order. */
  async function watch(run: number, signal: AbortSignal): Promise<void> {
    moveTo("connecting");
    const { minWatchSeconds, maxWatchSeconds, inactivityMs } = settings;
    const startedAt = clock.now();
    stats.watches++;
    current = openWatch({
      client,
      path,
      resourceVersion: resourceVersion ?? "",
      timeoutSeconds: Math.round(minWatchSeconds + random() * (maxWatchSeconds - minWatchSeconds)),
      inactivityMs,
      clock,
      signal,
      onOpen() {
        stats.connectLatencyMs = clock.now() - startedAt;
        stats.lastActivityAt = clock.now();
        if (run === generation) showConnected();
      },
      onChunk() {
        stats.lastActivityAt = clock.now();
        if (isDeaf && run === generation) hear();
      },
      onEvent(event) {
        if (run === generation) applyEvent(event);
      },
      onMalformed() {
        stats.malformed++;
        logger.warn("a malformed watch line was left out");
      },
    });
    await current.done.finally(() => {
      current = undefined;
    });
  }

  async function runLoop(run: number, abort: AbortController): Promise<void> {
    let failures = 0;
    while (run === generation) {
      const startedAt = clock.now();
      const eventsBefore = stats.events + stats.bookmarks;
      try {
        if (resourceVersion === null) await list(run, abort.signal);
        else if (isPositionDoubtful) await confirmPosition(abort.signal);
        if (run !== generation) return;
        await watch(run, abort.signal);
        if (run !== generation) return;
        const isUseful =
          stats.events + stats.bookmarks > eventsBefore || clock.now() - startedAt >= settings.minWatchMs;
        failures = isUseful ? 0 : failures + 1;
        if (isUseful) continue;
        await pause(failures, new Error("ended at once"));
      } catch (error) {
        if (run !== generation) return;
        if (stats.events + stats.bookmarks > eventsBefore) failures = 0;
        await pause(failures++, error);
      }
    }
  }

  async function pause(failures: number, error: unknown): Promise<void> {
    const decision = decideRetry(error, failures, random(), settings, wasRead);
    if (error instanceof WatchStalledError) stats.stalls++;
    failedWith = findKubernetesDetails(error)?.status ?? 0;
    isPositionDoubtful = !decision.relist;
    if (decision.relist) {
      resourceVersion = null;
      relistCause = decision.relist;
    }
    logger.warn({ err: error, delayMs: decision.delayMs }, "the watch failed");
    if (decision.state === "unavailable" && options.forgetsUnreadable) forget();
    moveTo(decision.state, decision.reason);
    if (running) await wait(clock, decision.delayMs, running.wake.signal);
    if (running?.wake.signal.aborted && !running.abort.signal.aborted) running.wake = new AbortController();
  }

  return {
    items: store.items,
    status,
    start() {
      if (running) return;
      generation++;
      const abort = new AbortController();
      // Assigned before the loop runs: its first failure may wait at once.
      running = { abort, wake: new AbortController(), done: Promise.resolve() };
      running.done = runLoop(generation, abort);
    },
    async stop() {
      if (!running) return;
      generation++;
      const stopping = running;
      running = undefined;
      stopping.abort.abort();
      stopping.wake.abort();
      await stopping.done;
      moveTo("stopped");
    },
    retryNow() {
      if (state === "backoff" || state === "unauthorized") running?.wake.abort();
    },
    async verify() {
      const position = resourceVersion;
      if ((state !== "live" && state !== "stalled") || position === null || !running) return true;
      const watched = current;
      const outcome = await probeWatch(client, path, position, running.abort.signal, clock).catch(
        (error: unknown) => {
          if (isUnavailable(error)) watched?.cut(error as Error);
          throw error;
        },
      );
      // The probe's connection may be faster than ours: give ours the time to deliver the same.
      if (outcome === "news") await wait(clock, settings.probeGraceMs, running?.abort.signal);
      if (resourceVersion !== position || (state !== "live" && state !== "stalled")) return true;
      if (outcome === "quiet") {
        hear();
        return true;
      }
      isDeaf = true;
      moveTo("stalled", deafReason);
      current?.cut(new WatchStalledError(deafReason));
      return false;
    },
  };
}
