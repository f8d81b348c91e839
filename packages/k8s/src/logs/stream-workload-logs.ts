import type { LogLine } from "@horizon/contracts";
import type { ClusterClient, Impersonation } from "../client/cluster-client.ts";
import { findKubernetesDetails } from "../client/kubernetes-error.ts";
import { type Clock, wait } from "../kubernetes/clock.ts";
import { allContainers, type PodFacts } from "../workloads/pod-facts.ts";
import { type ContainerTarget, type LogPosition, readContainerLog } from "./container-log.ts";
import { createLogMerger, type LogBatch } from "./log-merger.ts";

export type LogPod = Pick<
  PodFacts,
  | "namespace"
  | "name"
  | "uid"
  | "containerNames"
  | "sidecars"
  | "initContainers"
  | "ephemeralContainers"
  | "restarts"
>;

export interface WorkloadLogOptions {
  client: ClusterClient;
  clock: Clock;
  as?: Impersonation;
  /** Pods to read now; asked again after each `onPodsChanged`. */
  listPods(): readonly LogPod[];
  /** Tells when the pods of the workload may have changed; returns the end of the subscription. */
  onPodsChanged(listener: () => void): () => void;
  /** One container only. */
  container?: string;
  sidecars: boolean;
  previous: boolean;
  follow: boolean;
  tailLines: number;
  sinceTime?: string;
  /** Ends everything at once. */
  signal: AbortSignal;
  /** Batches in order; the next waits for the promise. */
  emit(batch: LogBatch): void | Promise<void>;
  limits?: Partial<LogLimits>;
}

interface LogLimits {
  maxPods: number;
  maxLinesPerSecond: number;
  windowMs: number;
  retryMs: number;
  /** The longest wait before a log that ended is asked for again: an init container's has ended for good. */
  maxRetryMs: number;
}

const defaultLogLimits: LogLimits = {
  maxPods: 20,
  maxLinesPerSecond: 2_000,
  windowMs: 100,
  retryMs: 1_000,
  maxRetryMs: 10_000,
};

/** Where a container is read from until its first line has come; empty: from its beginning. */
type LogStart = Pick<WorkloadLogOptions, "sinceTime"> & { tailLines?: number };

interface ContainerTail {
  lines: LogLine[];
  position: LogPosition | undefined;
  start: LogStart;
}

/**
 * Containers of a pod that a reader wants to see: the named one, of whatever sort (as `kubectl logs -c`), or the main ones, with
 * sidecars on demand.
 */
function selectContainers(
  pod: LogPod,
  options: { container?: string; sidecars: boolean },
): ContainerTarget[] {
  const { namespace, name } = pod;
  const selected = options.container
    ? allContainers(pod).filter((container) => container === options.container)
    : pod.containerNames.filter((container) => options.sidecars || !pod.sidecars.includes(container));
  return selected.map((container) => ({ namespace, pod: name, container }));
}

/**
 * The logs of all pods of a workload, merged by time: first the last lines of each, in one order, then what comes,
 * with pods that join. Resolves when everything has ended (without `follow`) or the signal aborts.
 */
export async function streamWorkloadLogs(options: WorkloadLogOptions): Promise<void> {
  const { client, clock, signal, as } = options;
  const limits = { ...defaultLogLimits, ...options.limits };
  const merger = createLogMerger({ clock, ...limits, emit: options.emit });
  const readers = new Map<string, Promise<void>>();
  let isLimitTold = false;

  const query = { as, signal, previous: options.previous };

  const { tailLines, sinceTime } = options;
  /** A container that had no line from here on has none to give but new ones, or has not started. */
  const afterTail: LogStart = { sinceTime };
  /** What it wrote before is not known. */
  const withTail: LogStart = { sinceTime, tailLines };

  async function readTail(target: ContainerTarget): Promise<ContainerTail> {
    const lines: LogLine[] = [];
    try {
      const position = await readContainerLog(
        client,
        target,
        { ...query, follow: false, tailLines, sinceTime },
        undefined,
        (line) => lines.push(line),
      );
      return { lines, position, start: afterTail };
    } catch (error) {
      if (signal.aborted) return { lines, position: undefined, start: afterTail };
      if (!isWithoutRun(error)) tellUnavailable(target, error);
      else if (options.previous) tellNeverRestarted(target);
      return { lines, position: undefined, start: isWithoutRun(error) ? afterTail : withTail };
    }
  }

  function tellNeverRestarted({ pod, container }: ContainerTarget): void {
    const message = `${pod}/${container} has not restarted: there is no previous run.`;
    merger.notify({ kind: "never-restarted", message });
  }

  function tellUnavailable({ pod, container }: ContainerTarget, error: unknown): void {
    const why = error instanceof Error ? error.message : "unknown reason";
    merger.notify({ kind: "unavailable", message: `The log of ${pod}/${container} cannot be read: ${why}` });
  }

  /** Follows one container through ends of its stream until the pod is gone. */
  async function follow(
    { target, start, position: tailEnd }: Omit<ContainerTail, "lines"> & { target: ContainerTarget },
    uid: string,
  ): Promise<void> {
    let position = tailEnd;
    let retryMs = limits.retryMs;
    const isThere = () => options.listPods().some((pod) => pod.uid === uid);
    while (!signal.aborted) {
      const startedAt = clock.now();
      const before = position;
      try {
        await readContainerLog(
          client,
          target,
          { ...query, ...start, follow: true },
          position,
          (line, next) => {
            position = next;
            merger.add(line);
          },
        );
        const isOver = position === before && clock.now() - startedAt < limits.retryMs;
        retryMs = isOver ? Math.min(2 * retryMs, limits.maxRetryMs) : limits.retryMs;
      } catch (error) {
        if (signal.aborted) return;
        retryMs = limits.retryMs;
        const status = findKubernetesDetails(error)?.status;
        if (status === 403 || (status === 404 && isThere())) return tellUnavailable(target, error);
      }
      if (!isThere()) return;
      await wait(clock, retryMs, signal);
    }
  }

  /** Not every pod has the container that was asked for: an older version's has not, nor has one that nobody debugs. */
  function selectPods(): LogPod[] {
    const pods = options.listPods().filter((pod) => selectContainers(pod, options).length > 0);
    if (pods.length > limits.maxPods && !isLimitTold) {
      isLimitTold = true;
      const message = `Showing ${limits.maxPods} of ${pods.length} pods.`;
      merger.notify({ kind: "pod-limit", message });
    }
    // Those that are read already stay; the rest in the order given.
    const known = pods.filter(({ uid }) => readers.has(uid));
    const others = pods.filter(({ uid }) => !readers.has(uid));
    return [...known, ...others].slice(0, limits.maxPods);
  }

  function startFollowing(pod: LogPod, tails: readonly Parameters<typeof follow>[0][]): void {
    const done = Promise.all(tails.map((tail) => follow(tail, pod.uid))).then(() => {
      readers.delete(pod.uid);
      if (!signal.aborted) merger.notify({ kind: "pod-left", message: `${pod.name} is gone.` });
    });
    readers.set(pod.uid, done);
  }

  const unsubscribe = options.onPodsChanged(() => {
    if (!options.follow || options.previous || !isTailDone) return;
    joinNewPods();
  });
  let isTailDone = false;
  /** Those that were there at first, also beyond the limit: they have a past. */
  let known: ReadonlySet<string> = new Set();

  function joinNewPods(): void {
    for (const pod of selectPods()) {
      if (readers.has(pod.uid) || signal.aborted) continue;
      merger.notify({ kind: "pod-joined", message: `${pod.name} joined.` });
      const start = known.has(pod.uid) ? withTail : afterTail;
      const targets = selectContainers(pod, options);
      startFollowing(
        pod,
        targets.map((target) => ({ target, start, position: undefined })),
      );
    }
  }

  try {
    known = new Set(options.listPods().map(({ uid }) => uid));
    const pods = selectPods();
    if (pods.length === 0 && options.container && known.size > 0)
      merger.notify({ kind: "unavailable", message: `No pod has a container ${options.container}.` });
    const tails = await Promise.all(
      pods.map(async (pod) => {
        const targets = selectContainers(pod, options);
        return {
          pod,
          tails: await Promise.all(targets.map(async (target) => ({ target, ...(await readTail(target)) }))),
        };
      }),
    );
    if (signal.aborted) return;
    const lines = tails.flatMap(({ tails: ofPod }) => ofPod.flatMap((tail) => tail.lines));
    lines.sort((left, right) => (left.time < right.time ? -1 : left.time > right.time ? 1 : 0));
    // The newest lines of all containers together, past the limit per second: they are what was asked for.
    await options.emit({ lines: lines.slice(-options.tailLines), notices: [] });
    isTailDone = true;
    if (options.follow && !options.previous) {
      for (const { pod, tails: ofPod } of tails) startFollowing(pod, ofPod);
      joinNewPods();
      await aborted(signal);
    }
    if (!signal.aborted) await merger.drain();
  } finally {
    unsubscribe();
    merger.stop();
    await Promise.allSettled(readers.values());
  }
}

/** The API answers 400 while the container has not started, which it will, and for a previous run that there never was. */
const isWithoutRun = (error: unknown) => findKubernetesDetails(error)?.status === 400;

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
