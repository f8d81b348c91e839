import { describe, expect, test, vi } from "vitest";
import { createRowStore } from "./row-store";

interface Row {
  key: string;
  n: number;
}
const row = (key: string, n: number): Row => ({ key, n });
const at = (seq: number, epoch = "e1") => ({ epoch, seq });

function storeWith(rows: Row[], seq = 10) {
  const store = createRowStore<Row>();
  store.applySnapshot({ rows, position: at(seq) });
  return store;
}

describe("merging by position", () => {
  test("a delta that the snapshot already holds changes nothing", () => {
    const store = storeWith([row("a", 2)]);
    store.applyDelta({ ...at(9), rows: [row("a", 1)], removed: [] });
    expect(store.getRow("a")).toEqual(row("a", 2));
  });

  test("a later delta changes, adds and removes", () => {
    const store = storeWith([row("a", 1), row("b", 1)]);
    store.applyDelta({ ...at(11), rows: [row("a", 2), row("c", 1)], removed: ["b"] });
    expect([...store.getRows().values()]).toEqual([row("a", 2), row("c", 1)]);
  });

  test("deltas that come before the snapshot are applied after it, where they are later", () => {
    const store = createRowStore<Row>();
    store.applyDelta({ ...at(9), rows: [row("a", 1)], removed: [] });
    store.applyDelta({ ...at(12), rows: [row("b", 3)], removed: [] });
    store.applySnapshot({ rows: [row("a", 2), row("b", 2)], position: at(10) });
    expect([...store.getRows().values()]).toEqual([row("a", 2), row("b", 3)]);
  });

  test("an answer that was overtaken by the stream undoes nothing that the stream said, nor does a second one", () => {
    const store = storeWith([row("a", 1), row("b", 1)]);
    store.applyDelta({ ...at(12), rows: [row("a", 2), row("c", 1)], removed: ["b"] });
    for (const seq of [11, 10]) {
      store.applySnapshot({ rows: [row("a", 1), row("b", 1), row("d", 1)], position: at(seq) });
      expect([...store.getRows().values()]).toEqual([row("a", 2), row("d", 1), row("c", 1)]);
      expect(store.getPosition()).toEqual(at(12));
    }
    store.applySnapshot({ rows: [row("a", 3)], position: at(13) });
    expect([...store.getRows().values()]).toEqual([row("a", 3)]);
  });

  test("after the server lost its place, deltas wait for the snapshot of the new epoch", () => {
    const store = storeWith([row("a", 1)]);
    store.applyDelta({ ...at(3, "e2"), rows: [row("a", 5)], removed: [] });
    expect(store.getRow("a")).toEqual(row("a", 1));
    store.applySnapshot({ rows: [row("a", 4)], position: at(2, "e2") });
    expect(store.getRow("a")).toEqual(row("a", 5));
  });
});

describe("who is told", () => {
  test("only the followers of rows that changed", () => {
    const store = storeWith([row("a", 1), row("b", 1)]);
    const [onA, onB] = [vi.fn(), vi.fn()];
    store.subscribeRow("a", onA);
    const stop = store.subscribeRow("b", onB);
    store.applyDelta({ ...at(11), rows: [row("a", 2)], removed: [] });
    expect([onA.mock.calls.length, onB.mock.calls.length]).toEqual([1, 0]);
    stop();
    store.applyDelta({ ...at(12), rows: [row("b", 2)], removed: [] });
    expect(onB).not.toHaveBeenCalled();
  });

  test("a row that a new snapshot repeats keeps its identity", () => {
    const first = row("a", 1);
    const store = storeWith([first]);
    store.applySnapshot({ rows: [row("a", 1)], position: at(20) });
    expect(store.getRow("a")).toBe(first);
  });
});

test("while paused nothing moves, the changes are counted, and they appear at once when it ends", () => {
  const store = storeWith([row("a", 1)]);
  store.setPaused(true);
  store.applyDelta({ ...at(11), rows: [row("a", 2)], removed: [] });
  store.applyDelta({ ...at(12), rows: [row("a", 3), row("b", 1)], removed: [] });
  expect(store.getRow("a")).toEqual(row("a", 1));
  expect(store.getHeldCount()).toBe(2);
  store.setPaused(false);
  expect([...store.getRows().values()]).toEqual([row("a", 3), row("b", 1)]);
  expect(store.getHeldCount()).toBe(0);
});

test("a snapshot that comes while paused, as after a reset, waits too", () => {
  const store = storeWith([row("a", 1), row("b", 1), row("c", 1)]);
  store.setPaused(true);
  store.applyDelta({ ...at(11), rows: [row("a", 2)], removed: [] });
  store.applySnapshot({ rows: [row("a", 1), row("b", 2), row("d", 1)], position: at(1, "e2") });
  expect([...store.getRows().values()]).toEqual([row("a", 1), row("b", 1), row("c", 1)]);
  expect(store.getHeldCount()).toBe(3);
  store.applyDelta({ ...at(2, "e2"), rows: [row("d", 2)], removed: [] });
  store.setPaused(false);
  expect([...store.getRows().values()]).toEqual([row("a", 1), row("b", 2), row("d", 2)]);
});

test("a list that is opened while paused shows its first snapshot", () => {
  const store = createRowStore<Row>();
  store.setPaused(true);
  store.applySnapshot({ rows: [row("a", 1)], position: at(10) });
  expect(store.getRow("a")).toEqual(row("a", 1));
});
