import { describe, expect, it } from "vitest";
import { createCoalescingMap } from "./coalescing-map.ts";
import type { ChangedFields, NumberedChange } from "./live-change.ts";

const topic = "workloads:production";
const upsert = (seq: number, key: string, ready: number, changed: ChangedFields = null): NumberedChange => ({
  topic,
  type: "upsert",
  row: { key, ready },
  changed,
  seq,
});
const whole = (key: string, ready: number) => ({ row: { key, ready }, changed: null });

describe("coalescing map", () => {
  it("keeps the last write of a row, and the highest position", () => {
    const map = createCoalescingMap();
    for (let seq = 1; seq <= 1_000; seq += 1) map.add(upsert(seq, "a", seq));
    expect(map.drain()).toEqual([
      { type: "rows", topic, seq: 1_000, rows: [whole("a", 1_000)], removed: [] },
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
      [whole("a", 2)],
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
    expect(map.drain()).toEqual([{ type: "rows", topic, seq: 4, rows: [whole("a", 2)], removed: ["b"] }]);
  });

  it.each([
    [
      "all fields that any of the changes touched",
      [upsert(1, "a", 1, ["x"]), upsert(2, "a", 2, ["y"])],
      ["x", "y"],
    ],
    ["the whole row where it was new", [upsert(1, "a", 1), upsert(2, "a", 2, ["y"])], null],
    [
      "the whole row where it was gone in between",
      [upsert(1, "a", 1, ["x"]), { topic, type: "remove", key: "a", seq: 2 }, upsert(3, "a", 3, ["y"])],
      null,
    ],
  ] as [string, NumberedChange[], ChangedFields][])("says of a row %s", (_case, changes, changed) => {
    const map = createCoalescingMap();
    for (const change of changes) map.add(change);
    const slow = createCoalescingMap();
    const messages = map.drain();
    for (const message of messages) slow.addMessage(message);
    for (const drained of [messages, slow.drain()]) expect(drained).toMatchObject([{ rows: [{ changed }] }]);
  });

  it("is empty after a drain", () => {
    const map = createCoalescingMap();
    map.add(upsert(1, "a", 1));
    map.drain();
    expect([map.isEmpty, map.drain()]).toEqual([true, []]);
  });
});
