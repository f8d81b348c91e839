import type { Clock } from "../../world/clock.ts";
import type { LogLine, LogReadOptions, LogReference, LogSource } from "../api/log-source.ts";
import type { ContainerStatus, Pod } from "../controllers/pod.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { StatusError } from "../store/status-error.ts";
import { type BehaviourRules, imageTag } from "./behaviour-rules.ts";
import { crashText, type LoggedContainer, lineIntervalMs, lineText, lineTimeMs } from "./log-lines.ts";

export interface SimulatedLogsOptions {
  store: ObjectStore;
  clock: Clock;
  rules: BehaviourRules;
}

/** What a real kubelet keeps is bounded by size; the simulated one keeps this many lines of an instance. */
const KEPT_LINES = 5_000;
/** Times of a status are cut to the second: a process began and ended within it. Late for both, the runs keep their order. */
const endOfSecond = (time: string) => Date.parse(time) + 999;

/** One instance of a container, with its end if it has one. */
interface LoggedInstance {
  source: LoggedContainer;
  endedMs?: number;
  /** The last line tells why the process ended. */
  crashed: boolean;
}

/** Logs that are computed while somebody reads them. */
export function createSimulatedLogs(options: SimulatedLogsOptions): LogSource {
  const { clock } = options;
  return {
    read(reference, readOptions) {
      return {
        [Symbol.asyncIterator]: () => iterate(options, clock, reference, readOptions),
      };
    },
  };
}

function iterate(
  options: SimulatedLogsOptions,
  clock: Clock,
  reference: LogReference,
  { follow, tailLines, sinceMs }: LogReadOptions,
): AsyncIterator<LogLine> {
  let instance: LoggedInstance | undefined;
  let index = 0;
  let lastMs = 0;
  let done = false;
  let release: (() => void) | undefined;

  const open = () => {
    instance = findInstance(options, reference);
    const total = lineCount(instance, clock.now());
    const first = sinceMs === undefined ? 0 : firstIndexSince(instance, sinceMs);
    index = Math.max(first, total - Math.min(KEPT_LINES, tailLines ?? KEPT_LINES), 0);
  };

  /** Waits for the clock, or until the reader goes away. */
  const wait = (delayMs: number) =>
    new Promise<void>((resolve) => {
      const cancel = clock.schedule(delayMs, resolve);
      release = () => {
        cancel();
        resolve();
      };
    });

  async function next(): Promise<IteratorResult<LogLine>> {
    if (!instance) open();
    while (!done && instance) {
      if (index < lineCount(instance, clock.now())) {
        const line = lineAt(instance, index);
        index += 1;
        lastMs = line.timeMs;
        return { done: false, value: line };
      }
      if (!follow || instance.endedMs !== undefined) break;
      instance = currentOrEnded(options, reference, instance);
      if (instance.endedMs !== undefined) {
        if (!instance.crashed || index < lineCount(instance, clock.now())) continue;
        // The kubelet noticed the end late, and lines went on: the last words come after them all the same.
        const timeMs = lastMs + 1;
        return { done: false, value: { timeMs, text: crashText(instance.source, timeMs) } };
      }
      await wait(Math.max(10, lineTimeMs(instance.source, index) - clock.now()));
    }
    return { done: true, value: undefined };
  }

  return {
    next,
    async return() {
      done = true;
      release?.();
      return { done: true, value: undefined };
    },
  };
}

function findInstance({ store, rules }: SimulatedLogsOptions, reference: LogReference): LoggedInstance {
  const { namespace, pod: name, container, previous } = reference;
  const pod = store.find<Pod>("pods", namespace, name);
  if (!pod) throw new StatusError("NotFound", `pods "${name}" not found`);
  const {
    containerStatuses = [],
    initContainerStatuses = [],
    ephemeralContainerStatuses = [],
  } = pod.status ?? {};
  const all = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses];
  const status = all.find((candidate) => candidate.name === container);
  const span = status && spanOf(status, previous);
  if (!span) {
    const message = previous
      ? `previous terminated container "${container}" in pod "${name}" not found`
      : `container "${container}" in pod "${name}" is waiting to start: ${status?.state.waiting?.reason ?? "ContainerCreating"}`;
    throw new StatusError("BadRequest", message);
  }
  const { labels } = pod.metadata;
  const source: LoggedContainer = {
    app: labels?.app ?? name,
    version: labels?.["app.kubernetes.io/version"] ?? imageTag(status.image),
    pod: name,
    container,
    startedMs: span.startedMs,
    behaviour: rules.behaviourOf(pod),
  };
  const { endedMs, crashed } = span;
  return { source, crashed, ...(endedMs === undefined ? {} : { endedMs }) };
}

/** The instance that runs, or the last one that ended; with `previous` the one before the present. */
function spanOf(
  { state, lastState }: ContainerStatus,
  previous: boolean,
): { startedMs: number; endedMs?: number; crashed: boolean } | undefined {
  if (state.running && !previous) return { startedMs: endOfSecond(state.running.startedAt), crashed: false };
  const ended = previous ? lastState.terminated : (state.terminated ?? lastState.terminated);
  if (!ended) return undefined;
  return {
    startedMs: endOfSecond(ended.startedAt),
    endedMs: endOfSecond(ended.finishedAt),
    crashed: ended.exitCode !== 0,
  };
}

/** The instance that is followed, ended if its pod is gone or another instance took its place. */
function currentOrEnded(
  options: SimulatedLogsOptions,
  reference: LogReference,
  followed: LoggedInstance,
): LoggedInstance {
  const ended: LoggedInstance = { ...followed, endedMs: options.clock.now(), crashed: false };
  if (!options.store.find("pods", reference.namespace, reference.pod)) return ended;
  for (const previous of [false, true]) {
    try {
      const found = findInstance(options, { ...reference, previous });
      if (found.source.startedMs === followed.source.startedMs) return found;
    } catch {
      // It has no such instance.
    }
  }
  return ended;
}

/** How many lines were written up to now, or in all when the instance has ended. */
function lineCount(instance: LoggedInstance, nowMs: number): number {
  const untilMs = Math.min(nowMs, instance.endedMs ?? nowMs);
  const { source } = instance;
  const whole = Math.floor((untilMs - source.startedMs) / lineIntervalMs(source));
  if (whole < 0) return instance.crashed ? 1 : 0;
  const written = lineTimeMs(source, whole) <= untilMs ? whole + 1 : whole;
  return written + (instance.crashed ? 1 : 0);
}

function firstIndexSince({ source }: LoggedInstance, sinceMs: number): number {
  const guess = Math.max(0, Math.floor((sinceMs - source.startedMs) / lineIntervalMs(source)) - 1);
  let index = guess;
  while (lineTimeMs(source, index) < sinceMs) index += 1;
  return index;
}

function lastWordsMs({ source }: LoggedInstance, index: number): number {
  return index === 0 ? source.startedMs : lineTimeMs(source, index - 1) + 1;
}

function lineAt(instance: LoggedInstance, index: number): LogLine {
  const { source, crashed, endedMs } = instance;
  if (crashed && endedMs !== undefined && index === lineCount(instance, endedMs) - 1) {
    const timeMs = lastWordsMs(instance, index);
    return { timeMs, text: crashText(source, timeMs) };
  }
  return { timeMs: lineTimeMs(source, index), text: lineText(source, index) };
}
