import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChangedFields } from "./live-change.ts";
import { createLiveHub, flushIntervalMs, type LiveHub } from "./live-hub.ts";
import { createLiveJournal } from "./live-journal.ts";
import { ownTopic, withOwnTopics } from "./own-topics.ts";

const topic = "workloads:production";
const neverAborted = new AbortController().signal;
/** Fake time counts each turn of the event loop as a millisecond. */
const turnsMs = 10;

describe("live hub", () => {
  let hub: LiveHub;
  beforeEach(() => {
    vi.useFakeTimers();
    hub = createLiveHub({
      readDatabaseSilence: () => null,
      journal: createLiveJournal("e1", { entries: 100, bytes: 1e6 }),
      readFreshness: () => ({}),
      now: () => new Date(0),
    });
  });
  afterEach(() => {
    hub.stop();
    vi.useRealTimers();
  });
  const publish = (key: string, ready = 0, changed: ChangedFields = null) =>
    hub.publish({ topic, type: "upsert", row: { key, ready, name: key }, changed });
  type Wish = Parameters<LiveHub["subscribe"]>[0];
  const subscribe = (from: Wish["from"] = null, hidden = false, patches = false) =>
    hub.subscribe({ topics: [topic], hidden, patches, from });

  it("gives all readers of a tick the same message object", async () => {
    const readers = [subscribe(), subscribe(), subscribe()];
    publish("a");
    vi.advanceTimersByTime(flushIntervalMs);
    const deliveries = await Promise.all(readers.map((reader) => reader.next(neverAborted)));
    const messages = new Set(deliveries.map((delivery) => delivery?.messages[0]));
    expect(messages.size).toBe(1);
  });

  it("serves a crowd of readers in several turns, each of them everything and in order", async () => {
    const readers = Array.from({ length: 250 }, () => subscribe());
    publish("a", 1);
    vi.advanceTimersByTime(flushIntervalMs + turnsMs);
    const first = await Promise.all(readers.map((reader) => reader.next(neverAborted)));
    publish("a", 2);
    vi.advanceTimersByTime(flushIntervalMs + turnsMs);
    const second = await Promise.all(readers.map((reader) => reader.next(neverAborted)));
    expect(new Set(first.map((delivery) => delivery?.position.seq))).toEqual(new Set([1]));
    expect(new Set(second.map((delivery) => delivery?.position.seq))).toEqual(new Set([2]));
  });

  it("does not deliver topics that a reader did not ask for", async () => {
    const reader = subscribe();
    hub.publish({ topic: "rollouts:staging", type: "invalidate" });
    publish("a");
    vi.advanceTimersByTime(flushIntervalMs);
    const delivery = await reader.next(neverAborted);
    expect(delivery?.messages.map((message) => message.type)).toEqual(["rows"]);
  });

  it("tells of what is one member's own to that member's readers alone, in the words of the topic", async () => {
    const follow = (memberId: string, from: Wish["from"] = null) =>
      hub.subscribe({
        topics: withOwnTopics(["savedViews", topic], memberId),
        hidden: false,
        patches: false,
        from,
      });
    const start = hub.position();
    const readers = [follow("mia"), follow("noa")];
    hub.publish({ topic: ownTopic("savedViews", "mia"), type: "invalidate" });
    publish("a");
    vi.advanceTimersByTime(flushIntervalMs);
    const told = await Promise.all(readers.map((reader) => reader.next(neverAborted)));
    const invalidate = { type: "invalidate", topic: "savedViews", seq: 1 };
    const rows = expect.objectContaining({ type: "rows", topic });
    expect(told.map((delivery) => delivery?.messages)).toEqual([[invalidate, rows], [rows]]);
    const replayed = ["mia", "noa"].map((memberId) => follow(memberId, start).first.messages.slice(0, -2));
    expect(replayed).toEqual([[invalidate, rows], [rows]]);
  });

  it("flushes a hidden reader every three seconds, with the last state", async () => {
    const reader = subscribe(null, true);
    for (let ready = 1; ready <= 12; ready += 1) {
      publish("a", ready);
      vi.advanceTimersByTime(flushIntervalMs);
    }
    const delivery = await reader.next(neverAborted);
    expect(delivery?.messages).toEqual([
      { type: "rows", topic, seq: 12, rows: [{ key: "a", ready: 12, name: "a" }], removed: [] },
    ]);
  });

  it("replays what a reader missed, then says that it is complete", () => {
    publish("a", 1);
    const from = hub.position();
    publish("a", 2);
    publish("b", 1);
    const types = subscribe(from).first.messages.map((message) => message.type);
    expect(types).toEqual(["rows", "synced", "freshness"]);
    expect(subscribe(from).first.position).toEqual({ epoch: "e1", seq: 3 });
  });

  it.each([
    ["of another process", { epoch: "e0", seq: 1 }],
    ["that is unreadable", "unknown"],
    ["that the ring has lost", { epoch: "e1", seq: 1 }],
  ] as const)("resets a reader with a position %s", (_case, from) => {
    for (let index = 0; index < 200; index += 1) publish(`k${index}`);
    expect(subscribe(from).first.messages.map((message) => message.type)).toEqual([
      "reset",
      "synced",
      "freshness",
    ]);
  });

  it("loses nothing between the replay and the first flush", async () => {
    const from = hub.position();
    publish("a", 1);
    const reader = subscribe(from);
    publish("a", 2);
    vi.advanceTimersByTime(flushIntervalMs);
    const delivery = await reader.next(neverAborted);
    expect(delivery?.messages).toMatchObject([{ rows: [{ key: "a", ready: 2 }] }]);
  });

  it("sends what changed of a row to who can put it together, and the whole row to who cannot", async () => {
    const [patched, whole] = [subscribe(null, false, true), subscribe()];
    publish("a", 1);
    publish("b", 1, ["ready"]);
    vi.advanceTimersByTime(flushIntervalMs);
    const [toPatched, toWhole] = await Promise.all([patched.next(neverAborted), whole.next(neverAborted)]);
    const a = { key: "a", ready: 1, name: "a" };
    expect(toPatched?.messages).toEqual([
      { type: "rows", topic, seq: 2, rows: [a], patches: [{ key: "b", ready: 1 }], removed: [] },
    ]);
    expect(toWhole?.messages).toEqual([
      { type: "rows", topic, seq: 2, rows: [a, { key: "b", ready: 1, name: "b" }], removed: [] },
    ]);
  });

  it("replays to a reader what changed since its place, whichever change it has seen of it", () => {
    publish("a", 1);
    const from = hub.position();
    publish("a", 2, ["ready"]);
    publish("a", 3, ["name"]);
    expect(subscribe(from, false, true).first.messages[0]).toMatchObject({
      rows: [],
      patches: [{ key: "a", ready: 3, name: "a" }],
    });
  });

  it("repeats the freshness at least every five seconds, though nothing changes", async () => {
    const reader = subscribe();
    vi.advanceTimersByTime(5_000);
    expect((await reader.next(neverAborted))?.messages.map((message) => message.type)).toEqual(["freshness"]);
  });

  it("forgets a reader that closed", () => {
    const reader = subscribe();
    expect(hub.stats().subscribers).toBe(1);
    reader.close();
    expect(hub.stats().subscribers).toBe(0);
  });
});
