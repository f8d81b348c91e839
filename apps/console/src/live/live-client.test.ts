import type { LiveMessage, SubscribeInput } from "@horizon/contracts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLiveClient, type StreamHandlers, type TopicFollower } from "./live-client";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const streams: { input: SubscribeInput; handlers: StreamHandlers; closed: boolean }[] = [];
  const client = createLiveClient((input, handlers) => {
    const stream = { input, handlers, closed: false };
    streams.push(stream);
    return () => {
      stream.closed = true;
    };
  });
  const send = (id: string, message: LiveMessage) => streams.at(-1)?.handlers.onMessage(id, message);
  return { client, streams, send };
}

function followerAt(seq: number | null) {
  return {
    position: () => (seq === null ? null : { epoch: "e", seq }),
    heldCount: () => 0,
    onRows: vi.fn<TopicFollower["onRows"]>(),
    onInvalidate: vi.fn<TopicFollower["onInvalidate"]>(),
    onCovered: vi.fn<TopicFollower["onCovered"]>(),
    onReset: vi.fn<TopicFollower["onReset"]>(),
    onPause: vi.fn<TopicFollower["onPause"]>(),
  };
}

describe("one stream a tab", () => {
  test("topics that are followed at the same time share it, from the oldest place of their data", () => {
    const { client, streams } = setUp();
    client.follow("workloads:production", followerAt(12));
    client.follow("rollouts:production", followerAt(9));
    vi.advanceTimersByTime(150);
    expect(streams.map(({ input }) => input)).toEqual([
      {
        topics: ["workloads:production", "rollouts:production"],
        hidden: false,
        patches: true,
        lastEventId: "e:9",
      },
    ]);
  });

  test("a new topic reopens it where the others stand, and the old one is closed", () => {
    const { client, streams, send } = setUp();
    client.follow("overview", followerAt(null));
    vi.advanceTimersByTime(150);
    send("e:20", { type: "synced", epoch: "e", seq: 20 });
    send("e:30", { type: "invalidate", topic: "overview", seq: 30 });
    client.follow("settings", followerAt(null));
    vi.advanceTimersByTime(150);
    expect(streams.map(({ closed }) => closed)).toEqual([true, false]);
    expect(streams[1]?.input).toMatchObject({ topics: ["overview", "settings"], lastEventId: "e:30" });
  });

  test("a follower without data is told from where on it is covered", () => {
    const { client, send } = setUp();
    const follower = followerAt(null);
    client.follow("overview", follower);
    vi.advanceTimersByTime(150);
    expect(follower.onCovered).not.toHaveBeenCalled();
    send("e:20", { type: "synced", epoch: "e", seq: 20 });
    expect(follower.onCovered).toHaveBeenCalledExactlyOnceWith({ epoch: "e", seq: 20 });
  });
});

test("rows go to the followers of their topic alone, with the epoch of the stream", () => {
  const { client, send } = setUp();
  const [workloads, rollouts] = [followerAt(1), followerAt(1)];
  client.follow("workloads:production", workloads);
  client.follow("rollouts:production", rollouts);
  vi.advanceTimersByTime(150);
  const [rows, patches] = [[{ key: "a" }], [{ key: "c", n: 1 }]];
  send("e:2", { type: "rows", topic: "workloads:production", seq: 2, rows, patches, removed: ["b"] });
  expect(workloads.onRows).toHaveBeenCalledWith({ epoch: "e", seq: 2, rows, patches, removed: ["b"] });
  expect(rollouts.onRows).not.toHaveBeenCalled();
});

test("a list that comes back misses nothing: it hears the stream once that was opened anew from where the list stands", () => {
  const { client, streams, send } = setUp();
  client.follow("rollouts:production", followerAt(1));
  const leave = client.follow("workloads:production", followerAt(1));
  vi.advanceTimersByTime(150);
  leave();
  const back = followerAt(3);
  client.follow("workloads:production", back);
  send("e:9", { type: "rows", topic: "workloads:production", seq: 9, rows: [{ key: "a" }], removed: [] });
  expect(back.onRows).not.toHaveBeenCalled();
  vi.advanceTimersByTime(150);
  expect(streams.at(-1)?.input.lastEventId).toBe("e:3");
  send("e:9", { type: "rows", topic: "workloads:production", seq: 9, rows: [{ key: "a" }], removed: [] });
  expect(back.onRows).toHaveBeenCalledOnce();
});

test("after a reset everybody asks again, and rows are of the new epoch whatever their id", () => {
  const { client, send } = setUp();
  const follower = followerAt(5);
  client.follow("workloads:production", follower);
  vi.advanceTimersByTime(150);
  send("e:5", { type: "reset", epoch: "f", seq: 1 });
  send("e:5", { type: "rows", topic: "workloads:production", seq: 2, rows: [], removed: [] });
  expect(follower.onReset).toHaveBeenCalledWith({ epoch: "f", seq: 1 });
  expect(follower.onRows).toHaveBeenCalledWith(expect.objectContaining({ epoch: "f" }));
});

describe("a tab that is hidden", () => {
  test("is sent less, then nothing, and resumes where it was when it is seen again", () => {
    const { client, streams, send } = setUp();
    client.follow("overview", followerAt(null));
    vi.advanceTimersByTime(150);
    send("e:7", { type: "synced", epoch: "e", seq: 7 });
    client.setHidden(true);
    vi.advanceTimersByTime(5000);
    expect(streams.at(-1)?.input).toMatchObject({ hidden: true, lastEventId: "e:7" });
    vi.advanceTimersByTime(40_000);
    expect(streams.every(({ closed }) => closed)).toBe(true);
    client.setHidden(false);
    expect(streams.at(-1)).toMatchObject({ closed: false, input: { hidden: false, lastEventId: "e:7" } });
  });

  test("and seen again at once keeps its stream", () => {
    const { client, streams } = setUp();
    client.follow("overview", followerAt(null));
    vi.advanceTimersByTime(150);
    client.setHidden(true);
    vi.advanceTimersByTime(2000);
    client.setHidden(false);
    vi.advanceTimersByTime(60_000);
    expect(streams).toHaveLength(1);
  });
});

describe("a stream that breaks", () => {
  test("is worth a word only when it does not come back soon", () => {
    const { client, streams } = setUp();
    client.follow("overview", followerAt(null));
    vi.advanceTimersByTime(150);
    streams[0]?.handlers.onOpen();
    streams[0]?.handlers.onBroken();
    vi.advanceTimersByTime(2000);
    expect(client.getStatus().connection).toBe("open");
    streams[0]?.handlers.onOpen();
    vi.advanceTimersByTime(5000);
    expect(client.getStatus().connection).toBe("open");
    streams[0]?.handlers.onBroken();
    vi.advanceTimersByTime(3000);
    expect(client.getStatus().connection).toBe("broken");
  });
});

test("pausing reaches every follower, also one that comes later", () => {
  const { client } = setUp();
  const [early, late] = [followerAt(null), followerAt(null)];
  client.follow("overview", early);
  client.setPaused(true);
  client.follow("overview", late);
  expect(early.onPause).toHaveBeenLastCalledWith(true);
  expect(late.onPause).toHaveBeenLastCalledWith(true);
});

test("what is paused stays as old as it was when it was paused, also in words", () => {
  const { client, send } = setUp();
  client.follow("overview", followerAt(null));
  vi.advanceTimersByTime(150);
  const tell = (seq: number, asOf: string) => {
    const production = { state: "live" as const, asOf, reason: "" };
    send(`e:${seq}`, {
      type: "freshness",
      at: asOf,
      environments: { production },
      databaseSilentSince: null,
    });
  };
  const asOf = () => client.getStatus().freshness.production?.asOf;
  const [first, second, third] = ["2026-01-01T10:00:00Z", "2026-01-01T10:00:05Z", "2026-01-01T10:00:10Z"];
  client.setPaused(true);
  // A view that is opened paused shows what it was opened with.
  tell(1, first);
  expect(asOf()).toBe(first);
  tell(2, second);
  expect(asOf()).toBe(first);
  client.setPaused(false);
  expect(asOf()).toBe(second);
  tell(3, third);
  expect(asOf()).toBe(third);
});

test("that the database is silent is kept when the stream breaks with it, and told to those who paused", () => {
  const { client, streams, send } = setUp();
  client.follow("overview", followerAt(null));
  vi.advanceTimersByTime(150);
  const at = "2026-01-01T10:00:00Z";
  const tell = (seq: number, databaseSilentSince: string | null) =>
    send(`e:${seq}`, { type: "freshness", at, environments: {}, databaseSilentSince });
  client.setPaused(true);
  tell(1, at);
  expect(client.getStatus().databaseSilentSince).toBe(at);
  streams[0]?.handlers.onBroken();
  vi.advanceTimersByTime(5000);
  expect(client.getStatus().databaseSilentSince).toBe(at);
  tell(2, null);
  expect(client.getStatus().databaseSilentSince).toBeNull();
});
