/** Each layer stands on those before it: they are stopped from the last to the first, the parts of one at once. */
const layers = ["lock", "database", "lab", "services"] as const;

export type Layer = (typeof layers)[number];

/** What was started together and is stopped together, at any moment. */
export interface StartedParts {
  /** Aborted as soon as everything is to stop, for those that are still starting. */
  readonly signal: AbortSignal;
  /**
   * Starts a part. It belongs to the whole from this call on: a stop waits until it has started or given up.
   * @throws the reason of the stop when that came before
   */
  start<T>(layer: Layer, start: (signal: AbortSignal) => Promise<T>, stop?: (part: T) => unknown): Promise<T>;
  /**
   * Stops every part, also when some cannot be stopped. Safe to call twice.
   * @throws what the first of those said
   */
  stop(reason: unknown): Promise<void>;
}

export function createStartedParts(): StartedParts {
  const stopped = new AbortController();
  const stops: Record<Layer, (() => Promise<unknown>)[]> = { lock: [], database: [], lab: [], services: [] };
  let stopping: Promise<void> | undefined;
  return {
    signal: stopped.signal,
    async start(layer, start, stop = () => undefined) {
      stopped.signal.throwIfAborted();
      const starting = start(stopped.signal);
      stops[layer].push(() => starting.then(stop, () => undefined));
      return starting;
    },
    stop(reason) {
      stopped.abort(reason);
      stopping ??= stopLayers(stops);
      return stopping;
    },
  };
}

async function stopLayers(stops: Record<Layer, (() => Promise<unknown>)[]>): Promise<void> {
  const failed: unknown[] = [];
  for (const layer of layers.toReversed()) {
    const outcomes = await Promise.allSettled(stops[layer].map((stop) => stop()));
    failed.push(...outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : [])));
  }
  if (failed.length > 0) throw failed[0];
}
