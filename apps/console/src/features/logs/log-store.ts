import type { LogLine, LogNotice } from "@horizon/contracts";
import { formatNumber } from "../../components/ui/format-number.ts";
import { appendLogLines, createLogBuffer, type LogBuffer, resumeTime } from "./log-buffer.ts";
import { type LogSource, type LogStart, logStreamUrl } from "./log-stream-url.ts";

export const maxLogLines = 5_000;
const maxNotices = 50;
/** A browser draws a batch at once; timers go on in hidden tabs, frames do not. */
const batchMs = 100;
const firstRetryMs = 500;
const longestRetryMs = 10_000;

export type LogConnection = "connecting" | "open" | "reconnecting" | "ended" | "refused";

export interface ShownNotice extends LogNotice {
  readonly id: number;
}

/** What the log view draws. */
export interface LogView {
  readonly lines: readonly LogLine[];
  readonly letGo: number;
  readonly received: number;
  /** Lines that came while paused. */
  readonly held: number;
  readonly notices: readonly ShownNotice[];
  readonly connection: LogConnection;
  /** Why the server refused, in its words. */
  readonly refusal: string;
  readonly paused: boolean;
}

/** The part of EventSource that is used. */
export interface LogEventSource {
  addEventListener(type: string, listener: (event: { data?: string }) => void): void;
  readonly readyState: number;
  close(): void;
}

export interface LogStoreDependencies {
  readonly open: (url: string) => LogEventSource;
  /** Asks why a stream could not be opened; null when there is no lasting reason. */
  readonly refusalOf: (url: string) => Promise<string | null>;
  readonly later: (run: () => void, ms: number) => () => void;
}

export interface LogStore {
  subscribe(listener: () => void): () => void;
  getView(): LogView;
  setPaused(paused: boolean): void;
  dismissNotice(id: number): void;
  close(): void;
}

const closedState = 2;

/** A pod that floods is told of ten times a second: its notices are one, until it is dismissed. */
function leftOut(dropped: number): Pick<LogNotice, "message" | "dropped"> {
  const message = `${formatNumber(dropped)} lines were left out: too many to show in time.`;
  return { message, dropped };
}

export const emptyLogView: LogView = {
  lines: [],
  letGo: 0,
  received: 0,
  held: 0,
  notices: [],
  connection: "connecting",
  refusal: "",
  paused: false,
};

/**
 * Follows a log stream into a bounded buffer. Reconnects by itself from the newest line that it has, with an overlap
 * that the buffer removes again; EventSource's own retry would ask for the last lines anew and miss what is between.
 */
export function openLogStore(source: LogSource, start: LogStart, needs: LogStoreDependencies): LogStore {
  let buffer: LogBuffer = createLogBuffer(maxLogLines);
  let shown = buffer;
  let view = emptyLogView;
  let pending: LogLine[] = [];
  let stream: LogEventSource | null = null;
  let retryMs = firstRetryMs;
  let noticeCount = 0;
  let closed = false;
  const cancels = new Set<() => void>();
  const listeners = new Set<() => void>();

  function update(part: Partial<LogView>) {
    if (!view.paused) shown = buffer;
    const { lines, letGo, received } = shown;
    view = { ...view, ...part, lines, letGo, received, held: buffer.received - received };
    for (const listener of listeners) listener();
  }

  function later(run: () => void, ms: number) {
    const cancel = needs.later(() => {
      cancels.delete(cancel);
      run();
    }, ms);
    cancels.add(cancel);
  }

  function flush() {
    const lines = pending;
    pending = [];
    const next = appendLogLines(buffer, lines);
    if (next === buffer) return;
    buffer = next;
    update({});
  }

  function takeLine(data: string) {
    // Not when it opens: a server that accepts and then fails must be asked ever more rarely too.
    retryMs = firstRetryMs;
    if (pending.length === 0) later(flush, batchMs);
    pending.push(JSON.parse(data));
  }

  function takeNotice(data: string) {
    const said: LogNotice = JSON.parse(data);
    const known = view.notices.find(({ kind }) => kind === "dropped");
    if (said.kind === "dropped" && known) {
      const joined = { ...known, ...leftOut((known.dropped ?? 0) + (said.dropped ?? 0)) };
      return update({ notices: view.notices.map((notice) => (notice === known ? joined : notice)) });
    }
    if (view.notices.at(-1)?.message === said.message) return;
    noticeCount += 1;
    const notice: ShownNotice = { ...said, id: noticeCount };
    update({ notices: [...view.notices, notice].slice(-maxNotices) });
  }

  async function reconnect(url: string, broken: LogEventSource) {
    const refused = broken.readyState === closedState;
    broken.close();
    flush();
    const refusal = refused ? await needs.refusalOf(url) : null;
    if (closed || stream !== broken) return;
    if (refusal !== null) return update({ connection: "refused", refusal });
    update({ connection: "reconnecting" });
    later(connect, retryMs);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }

  function connect() {
    const since = resumeTime(buffer);
    const url = logStreamUrl(source, since ? { sinceTime: since, tailLines: maxLogLines } : start);
    const opened = needs.open(url);
    stream = opened;
    opened.addEventListener("open", () => update({ connection: "open" }));
    opened.addEventListener("line", (event) => takeLine(event.data ?? ""));
    opened.addEventListener("notice", (event) => takeNotice(event.data ?? ""));
    opened.addEventListener("end", () => {
      opened.close();
      flush();
      update({ connection: "ended" });
    });
    opened.addEventListener("error", () => void reconnect(url, opened));
  }

  connect();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getView: () => view,
    setPaused: (paused) => {
      view = { ...view, paused };
      update({});
    },
    dismissNotice: (id) => update({ notices: view.notices.filter((notice) => notice.id !== id) }),
    close: () => {
      closed = true;
      for (const cancel of cancels) cancel();
      stream?.close();
    },
  };
}
