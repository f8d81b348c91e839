import { describe, expect, it } from "vitest";
import { createCoalescingMap } from "./coalescing-map.ts";
import type { NumberedChange } from "./live-change.ts";

const topic = "workloads:production";
const upsert = (seq: number, key: string, ready: number): NumberedChange => ({
  topic,
  type: "upsert",
  row: { key, ready },
  seq,
});

describe("coalescing map", () => {
  it("keeps the last write of a row, and the highest position", () => {
    const map = createCoalescingMap();
    for (let seq = 1; seq <= 1_000; seq += 1) map.add(upsert(seq, "a", seq));
    expect(map.drain()).toEqual([
      { type: "rows", topic, seq: 1_000, rows: [{ key: "a", ready: 1_000 }], removed: [] },
    ]);
  });

  it.each([
    [
      "a removal after a write removes",
      [upsert(1, "a", 1), { topic, type: "remove", key: "a", seq: 2 }],
      [],
      ["a"],
    ],
    [
      "a write after a removal brings back",
      [{ topic, type: "remove", key: "a", seq: 1 }, upsert(2, "a", 2)],
      [{ key: "a", ready: 2 }],
      [],
    ],
  ] as [string, NumberedChange[], unknown[], string[]][])("%s", (_case, changes, rows, removed) => {
    const map = createCoalescingMap();
    for (const change of changes) map.add(change);
    expect(map.drain()).toEqual([{ type: "rows", topic, seq: 2, rows, removed }]);
  });

  it("folds any number of invalidations of a topic into one", () => {
    const map = createCoalescingMap();
    for (let seq = 1; seq <= 50; seq += 1) map.add({ topic: "overview", type: "invalidate", seq });
    expect(map.drain()).toEqual([{ type: "invalidate", topic: "overview", seq: 50 }]);
  });

  it("takes over earlier flushes as if their changes had come one by one", () => {
    const earlier = createCoalescingMap();
    earlier.add(upsert(1, "a", 1));
    earlier.add(upsert(2, "b", 1));
    const map = createCoalescingMap();
    for (const message of earlier.drain()) map.addMessage(message);
    map.add(upsert(3, "a", 2));
    map.add({ topic, type: "remove", key: "b", seq: 4 });
    expect(map.drain()).toEqual([
      { type: "rows", topic, seq: 4, rows: [{ key: "a", ready: 2 }], removed: ["b"] },
    ]);
  });

  it("is empty after a drain", () => {
    const map = createCoalescingMap();
    map.add(upsert(1, "a", 1));
    map.drain();
    expect([map.isEmpty, map.drain()]).toEqual([true, []]);
  });
});
