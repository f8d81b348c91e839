import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type LogEventSource, openLogStore } from "./log-store.ts";
import { logLineOf } from "./testing/log-line-of.ts";

const source = {
  workload: { environment: "staging", kind: "Deployment", namespace: "ns", name: "api" },
  pod: null,
  container: null,
  sidecars: false,
  previous: false,
} as const;

class FakeStream implements LogEventSource {
  readyState = 1;
  readonly url: string;
  readonly #listeners = new Map<string, (event: { data?: string }) => void>();
  constructor(url: string) {
    this.url = url;
  }
  addEventListener(type: string, listener: (event: { data?: string }) => void) {
    this.#listeners.set(type, listener);
  }
  close() {
    this.readyState = 2;
  }
  send(type: string, data?: unknown) {
    this.#listeners.get(type)?.(data === undefined ? {} : { data: JSON.stringify(data) });
  }
}

function at(second: number) {
  return logLineOf(`2026-11-24T10:00:${String(second).padStart(2, "0")}Z`);
}

function openFake(refusal: string | null = null) {
  const streams: FakeStream[] = [];
  const store = openLogStore(
    source,
    { sinceTime: null, tailLines: 200 },
    {
      open: (url) => {
        const stream = new FakeStream(url);
        streams.push(stream);
        return stream;
      },
      refusalOf: async () => refusal,
      later: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
  );
  function stream(index: number): FakeStream {
    const found = streams[index];
    if (!found) throw new Error(`stream ${index} was not opened`);
    return found;
  }
  return { store, streams, stream };
}

describe("openLogStore", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("draws once for a burst of lines", async () => {
    const { store, stream } = openFake();
    const listener = vi.fn();
    store.subscribe(listener);
    for (const second of [1, 2, 3]) stream(0).send("line", at(second));
    expect(listener).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(listener).toHaveBeenCalledOnce();
    expect(store.getView().lines).toHaveLength(3);
  });

  test("a broken stream resumes shortly before the newest line and shows the overlap once", async () => {
    const { store, stream } = openFake();
    stream(0).send("open");
    stream(0).send("line", at(10));
    stream(0).send("error");
    await vi.advanceTimersByTimeAsync(600);
    const asked = new URL(stream(1).url, "http://x").searchParams;
    expect(asked.get("sinceTime")).toBe("2026-11-24T10:00:08.000Z");
    stream(1).send("open");
    stream(1).send("line", at(10));
    stream(1).send("line", at(11));
    await vi.advanceTimersByTimeAsync(200);
    expect(store.getView()).toMatchObject({ connection: "open", received: 2 });
  });

  test("a server that is away is asked ever more rarely, and never given up", async () => {
    const { streams, stream } = openFake();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      stream(attempt).send("error");
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(streams).toHaveLength(7);
    stream(6).send("error");
    await vi.advanceTimersByTimeAsync(9_000);
    expect(streams).toHaveLength(7);
  });

  test("a refusal is shown in the server's words and not asked again", async () => {
    const { store, streams, stream } = openFake("Your role may not read logs.");
    stream(0).close();
    stream(0).send("error");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.getView()).toMatchObject({ connection: "refused", refusal: "Your role may not read logs." });
    expect(streams).toHaveLength(1);
  });

  test("paused, lines wait and are counted; nothing shown moves", async () => {
    const { store, stream } = openFake();
    stream(0).send("line", at(1));
    await vi.advanceTimersByTimeAsync(200);
    store.setPaused(true);
    const before = store.getView().lines;
    stream(0).send("line", at(2));
    await vi.advanceTimersByTimeAsync(200);
    expect(store.getView()).toMatchObject({ held: 1, paused: true });
    expect(store.getView().lines).toBe(before);
    store.setPaused(false);
    expect(store.getView()).toMatchObject({ held: 0, received: 2 });
  });

  test("what the reader must know stays until it is dismissed", () => {
    const { store, stream } = openFake();
    stream(0).send("notice", { kind: "dropped", message: "120 lines were dropped", dropped: 120 });
    const [notice] = store.getView().notices;
    expect(notice).toMatchObject({ kind: "dropped", dropped: 120 });
    store.dismissNotice(notice?.id ?? 0);
    expect(store.getView().notices).toEqual([]);
  });

  test("lines that are left out again and again are counted in one notice", () => {
    const { store, stream } = openFake();
    const dropped = (count: number) =>
      stream(0).send("notice", { kind: "dropped", message: `${count} lines were left out`, dropped: count });
    dropped(800);
    stream(0).send("notice", { kind: "pod-joined", message: "a pod joined." });
    dropped(700);
    expect(store.getView().notices.map(({ message }) => message)).toEqual([
      "1,500 lines were left out: too many to show in time.",
      "a pod joined.",
    ]);
    store.dismissNotice(store.getView().notices[0]?.id ?? 0);
    dropped(5);
    expect(store.getView().notices.map(({ kind, dropped: count }) => [kind, count])).toEqual([
      ["pod-joined", undefined],
      ["dropped", 5],
    ]);
  });

  test("a server that accepts each time and then fails is asked ever more rarely, and its words are shown once", async () => {
    const { store, streams, stream } = openFake();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      stream(attempt).send("open");
      stream(attempt).send("notice", { kind: "unavailable", message: "The cluster does not answer." });
      stream(attempt).send("error");
      await vi.advanceTimersByTimeAsync(10_000);
    }
    stream(6).send("error");
    await vi.advanceTimersByTimeAsync(9_000);
    expect(streams).toHaveLength(7);
    expect(store.getView().notices).toHaveLength(1);
  });

  test("an ended stream shows its last lines and is not opened again", async () => {
    const { store, streams, stream } = openFake();
    stream(0).send("line", at(1));
    stream(0).send("end", {});
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.getView()).toMatchObject({ connection: "ended", received: 1 });
    expect(streams).toHaveLength(1);
  });

  test("closed, it opens nothing more", async () => {
    const { store, streams, stream } = openFake();
    stream(0).send("error");
    await vi.advanceTimersByTimeAsync(1);
    store.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(streams).toHaveLength(1);
  });
});
