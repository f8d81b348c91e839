import type { Freshness, LiveMessage, LiveTopic, StreamPosition, SubscribeInput } from "@horizon/contracts";
import type { Connection } from "./freshness";
import { isSame } from "./is-same";
import type { KeyedRow } from "./keyed-row";
import type { RowDelta } from "./row-delta";
import { parsePosition, resumeFrom } from "./subscription-plan";

/** What a hook wants to hear of one topic. */
export interface TopicFollower {
  /** Where the follower's data stands; null while it has none. */
  position(): StreamPosition | null;
  /** Changes that wait because the person paused. */
  heldCount(): number;
  onRows(delta: RowDelta<KeyedRow>): void;
  onInvalidate(): void;
  /** The stream covers the topic from here on; what is older must be asked again. */
  onCovered(from: StreamPosition): void;
  /** The stream lost its place and goes on from here: ask again. */
  onReset(from: StreamPosition): void;
  onPause(paused: boolean): void;
}

export interface StreamHandlers {
  onMessage(id: string, message: LiveMessage): void;
  onOpen(): void;
  onBroken(): void;
}

/** Opens the one stream of this tab; returns how to close it. */
export type OpenStream = (input: SubscribeInput, handlers: StreamHandlers) => () => void;

/** What the live indicator needs. A new object with every change. */
export interface LiveStatus {
  readonly connection: Connection;
  readonly freshness: Readonly<Record<string, Freshness>>;
  /** When Horizon's own database last answered; null while it does. Not held by a pause: it concerns what one may do. */
  readonly databaseSilentSince: string | null;
  readonly paused: boolean;
  readonly heldCount: number;
}

export interface LiveClient {
  follow(topic: LiveTopic, follower: TopicFollower): () => void;
  getStatus(): LiveStatus;
  /** When anything was last heard; not of the status, as that would render what shows it with every flush. */
  getLastMessageAt(): number | null;
  subscribeStatus(listener: () => void): () => void;
  setPaused(paused: boolean): void;
  /** Opens the stream anew, as when a session that was refused is good again. */
  reopen(): void;
  /** Tells whether the tab can be seen: a hidden one is sent less, then nothing. */
  setHidden(hidden: boolean): void;
  close(): void;
}

type Timer = ReturnType<typeof setTimeout>;

const topicsDebounceMs = 150;
/** Topics nobody follows any more cost little; leaving and coming back should not reopen the stream. */
const shrinkDebounceMs = 5000;
const hiddenSlowAfterMs = 5000;
const hiddenCloseAfterMs = 45_000;
/** A planned rotation of the stream takes 2–3 s; it is not worth a word. */
const brokenAfterMs = 3000;

/** One subscription for all that a tab follows. Times are of the browser's clock; no React inside. */
export function createLiveClient(
  openStream: OpenStream,
  noteServerTime: (serverMs: number) => void = () => {},
): LiveClient {
  const followers = new Map<LiveTopic, Set<TopicFollower>>();
  const listeners = new Set<() => void>();
  /** Followers that the open stream covers. */
  const covered = new WeakMap<TopicFollower, true>();
  let openTopics: ReadonlySet<LiveTopic> = new Set();
  let closeStream: (() => void) | null = null;
  let lastPosition: StreamPosition | null = null;
  /** Of the rows that arrive: an id in the middle of a delivery may still be of the epoch before. */
  let epoch = "";
  let visibility: "seen" | "slow" | "closed" = "seen";
  let timers: { topics?: Timer; hidden?: Timer; broken?: Timer } = {};
  let lastMessageAt: number | null = null;
  /** As last heard; while paused it runs ahead of what is shown, which stays as old as the rows beneath it. */
  let heard: LiveStatus["freshness"] = {};
  let status: LiveStatus = {
    connection: "connecting",
    freshness: {},
    databaseSilentSince: null,
    paused: false,
    heldCount: 0,
  };

  const everyFollower = () => [...followers.values()].flatMap((set) => [...set]);

  function setStatus(change: Partial<LiveStatus>) {
    const next = { ...status, ...change };
    if (isSame(next, status)) return;
    status = next;
    for (const listener of listeners) listener();
  }

  function stop() {
    closeStream?.();
    closeStream = null;
    openTopics = new Set();
  }

  function open() {
    stop();
    const topics = [...followers.keys()];
    if (topics.length === 0 || visibility === "closed") return;
    const places = everyFollower().map((follower) =>
      covered.has(follower) ? lastPosition : follower.position(),
    );
    const lastEventId = resumeFrom(places);
    const from = lastEventId === null ? null : parsePosition(lastEventId);
    openTopics = new Set(topics);
    if (from) {
      epoch = from.epoch;
      cover(from);
    }
    closeStream = openStream(
      { topics, hidden: visibility !== "seen", patches: true, lastEventId },
      { onMessage: receive, onOpen: noteOpen, onBroken: noteBroken },
    );
  }

  function cover(from: StreamPosition) {
    for (const [topic, set] of followers) {
      if (!openTopics.has(topic)) continue;
      for (const follower of set) {
        if (covered.has(follower)) continue;
        covered.set(follower, true);
        follower.onCovered(from);
      }
    }
  }

  function noteOpen() {
    clearTimeout(timers.broken);
    setStatus({ connection: "open" });
  }

  function noteBroken() {
    clearTimeout(timers.broken);
    timers.broken = setTimeout(() => setStatus({ connection: "broken" }), brokenAfterMs);
  }

  function receive(id: string, message: LiveMessage) {
    lastMessageAt = Date.now();
    const position = parsePosition(id);
    if (position) lastPosition = position;
    clearTimeout(timers.broken);
    dispatch(message);
    let { databaseSilentSince } = status;
    if (message.type === "freshness") {
      heard = message.environments;
      // A server of the release before does not say it.
      databaseSilentSince = message.databaseSilentSince ?? null;
      noteServerTime(Date.parse(message.at));
    }
    const isHeld = status.paused && Object.keys(status.freshness).length > 0;
    const freshness = isHeld ? status.freshness : heard;
    const heldCount = status.paused ? everyFollower().reduce((sum, one) => sum + one.heldCount(), 0) : 0;
    setStatus({ connection: "open", freshness, databaseSilentSince, heldCount });
  }

  function dispatch(message: LiveMessage) {
    switch (message.type) {
      case "rows": {
        const { seq, rows, patches = [], removed } = message;
        for (const follower of followers.get(message.topic) ?? []) {
          // One that came after the stream was opened may miss what is older than this: the next stream begins there.
          if (covered.has(follower)) follower.onRows({ epoch, seq, rows, patches, removed });
        }
        return;
      }
      case "invalidate":
        for (const follower of followers.get(message.topic) ?? []) follower.onInvalidate();
        return;
      case "reset":
        epoch = message.epoch;
        for (const follower of everyFollower()) follower.onReset({ epoch, seq: message.seq });
        return;
      case "synced":
        epoch = message.epoch;
        cover({ epoch: message.epoch, seq: message.seq });
        return;
      case "freshness":
        return;
    }
  }

  function scheduleOpen() {
    const grown = [...followers.keys()].some((topic) => !openTopics.has(topic));
    const shrunk = openTopics.size > followers.size;
    const uncovered = everyFollower().some((follower) => !covered.has(follower));
    if (!grown && !shrunk && !uncovered) return;
    clearTimeout(timers.topics);
    timers.topics = setTimeout(open, grown || uncovered ? topicsDebounceMs : shrinkDebounceMs);
  }

  return {
    follow(topic, follower) {
      const set = followers.get(topic) ?? new Set();
      followers.set(topic, set);
      set.add(follower);
      follower.onPause(status.paused);
      scheduleOpen();
      return () => {
        set.delete(follower);
        if (set.size === 0) followers.delete(topic);
        scheduleOpen();
      };
    },
    getStatus: () => status,
    getLastMessageAt: () => lastMessageAt,
    subscribeStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setPaused(paused) {
      if (paused === status.paused) return;
      for (const follower of everyFollower()) follower.onPause(paused);
      setStatus({ paused, heldCount: 0, ...(paused ? {} : { freshness: heard }) });
    },
    reopen: open,
    setHidden(hidden) {
      clearTimeout(timers.hidden);
      if (!hidden) {
        const wasSeen = visibility === "seen";
        visibility = "seen";
        if (!wasSeen) open();
        return;
      }
      timers.hidden = setTimeout(() => {
        visibility = "slow";
        open();
        timers.hidden = setTimeout(() => {
          visibility = "closed";
          stop();
        }, hiddenCloseAfterMs - hiddenSlowAfterMs);
      }, hiddenSlowAfterMs);
    },
    close() {
      for (const timer of Object.values(timers)) clearTimeout(timer);
      timers = {};
      stop();
    },
  };
}
