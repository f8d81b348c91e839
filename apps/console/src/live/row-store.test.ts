import { describe, expect, test, vi } from "vitest";
import { createRowStore } from "./row-store";

interface Row {
  key: string;
  n: number;
}
const row = (key: string, n: number): Row => ({ key, n });
const at = (seq: number, epoch = "e1") => ({ epoch, seq });
const nothing = { rows: [], patches: [], removed: [] };

function storeWith(rows: Row[], seq = 10) {
  const store = createRowStore<Row>();
  store.applySnapshot({ rows, position: at(seq) });
  return store;
}

describe("merging by position", () => {
  test("a delta that the snapshot already holds changes nothing", () => {
    const store = storeWith([row("a", 2)]);
    store.applyDelta({ ...at(9), ...nothing, rows: [row("a", 1)] });
    expect(store.getRow("a")).toEqual(row("a", 2));
  });

  test("a later delta changes, adds and removes", () => {
    const store = storeWith([row("a", 1), row("b", 1)]);
    store.applyDelta({ ...at(11), ...nothing, rows: [row("a", 2), row("c", 1)], removed: ["b"] });
    expect([...store.getRows().values()]).toEqual([row("a", 2), row("c", 1)]);
  });

  test("a row that comes, changes and goes in one delta was never there", () => {
    const store = storeWith([row("a", 1)]);
    store.applyDelta({ ...at(11), rows: [row("b", 1)], patches: [{ key: "b", n: 2 }], removed: ["b"] });
    expect([...store.getRows().keys()]).toEqual(["a"]);
  });

  test("deltas that come before the snapshot are applied after it, where they are later", () => {
    const store = createRowStore<Row>();
    store.applyDelta({ ...at(9), ...nothing, rows: [row("a", 1)] });
    store.applyDelta({ ...at(12), ...nothing, rows: [row("b", 3)] });
    store.applySnapshot({ rows: [row("a", 2), row("b", 2)], position: at(10) });
    expect([...store.getRows().values()]).toEqual([row("a", 2), row("b", 3)]);
  });

  test("an answer that was overtaken by the stream undoes nothing that the stream said, nor does a second one", () => {
    const store = storeWith([row("a", 1), row("b", 1)]);
    store.applyDelta({ ...at(12), ...nothing, rows: [row("a", 2), row("c", 1)], removed: ["b"] });
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
    store.applyDelta({ ...at(3, "e2"), ...nothing, rows: [row("a", 5)] });
    expect(store.getRow("a")).toEqual(row("a", 1));
    store.applySnapshot({ rows: [row("a", 4)], position: at(2, "e2") });
    expect(store.getRow("a")).toEqual(row("a", 5));
  });
});

describe("what changed of a row", () => {
  interface Wide extends Row {
    m: number;
  }
  const wide = (key: string, n: number, m: number): Wide => ({ key, n, m });
  function wideStore(rows: Wide[]) {
    const store = createRowStore<Wide>();
    if (rows.length > 0) store.applySnapshot({ rows, position: at(10) });
    return store;
  }

  test("leaves the rest of it as it was, and the row before untouched", () => {
    const first = wide("a", 1, 1);
    const store = wideStore([first]);
    store.applyDelta({ ...at(11), ...nothing, patches: [{ key: "a", n: 2 }] });
    store.applyDelta({ ...at(12), ...nothing, patches: [{ key: "a", m: 3 }] });
    expect(store.getRow("a")).toEqual(wide("a", 2, 3));
    expect(first).toEqual(wide("a", 1, 1));
  });

  test("of a row that is not there, or gone, makes no row", () => {
    const store = wideStore([wide("a", 1, 1)]);
    store.applyDelta({ ...at(11), ...nothing, removed: ["a"] });
    store.applyDelta({
      ...at(12),
      ...nothing,
      patches: [
        { key: "a", n: 2 },
        { key: "b", n: 2 },
      ],
    });
    expect([...store.getRows().keys()]).toEqual([]);
  });

  test("is put upon a snapshot that is older, all that was said since together, and not upon one that is later", () => {
    const store = wideStore([]);
    store.applyDelta({ ...at(11), ...nothing, patches: [{ key: "a", n: 2 }] });
    store.applyDelta({ ...at(12), ...nothing, patches: [{ key: "a", m: 2 }] });
    store.applySnapshot({ rows: [wide("a", 1, 1)], position: at(10) });
    expect(store.getRow("a")).toEqual(wide("a", 2, 2));
    store.applySnapshot({ rows: [wide("a", 3, 1)], position: at(13) });
    expect(store.getRow("a")).toEqual(wide("a", 3, 1));
  });

  test("upon a row that the stream said as a whole is the whole row for a snapshot that lacks it", () => {
    const store = wideStore([wide("b", 1, 1)]);
    store.applyDelta({ ...at(11), ...nothing, rows: [wide("a", 1, 1)] });
    store.applyDelta({ ...at(12), ...nothing, patches: [{ key: "a", m: 2 }] });
    store.applySnapshot({ rows: [wide("b", 1, 1)], position: at(10) });
    expect(store.getRow("a")).toEqual(wide("a", 1, 2));
  });

  test("before a gap is not put upon the snapshot that is asked for after it", () => {
    const store = wideStore([wide("a", 1, 1)]);
    store.applyDelta({ ...at(11), ...nothing, patches: [{ key: "a", n: 2 }] });
    store.forgetHeard();
    store.applyDelta({ ...at(15), ...nothing, patches: [{ key: "a", m: 5 }] });
    store.applySnapshot({ rows: [wide("a", 4, 4)], position: at(14) });
    expect(store.getRow("a")).toEqual(wide("a", 4, 5));
  });

  test("of another epoch is not put together with what was said in this one", () => {
    const store = wideStore([wide("a", 1, 1)]);
    store.applyDelta({ ...at(11), ...nothing, patches: [{ key: "a", n: 2 }] });
    store.applyDelta({ ...at(3, "e2"), ...nothing, patches: [{ key: "a", m: 2 }] });
    store.applySnapshot({ rows: [wide("a", 9, 9)], position: at(3, "e2") });
    expect(store.getRow("a")).toEqual(wide("a", 9, 2));
  });

  test("of a row that was gone is put upon the snapshot's row, not upon what the row was", () => {
    const store = wideStore([wide("a", 1, 1)]);
    store.applyDelta({ ...at(11), ...nothing, patches: [{ key: "a", n: 2 }] });
    store.applyDelta({ ...at(12), ...nothing, removed: ["a"] });
    store.applyDelta({ ...at(13), ...nothing, patches: [{ key: "a", m: 4 }] });
    store.applySnapshot({ rows: [wide("a", 3, 3)], position: at(12) });
    expect(store.getRow("a")).toEqual(wide("a", 3, 4));
  });

  test("is kept apart from what said it: another list hears the same", () => {
    const said = [{ key: "a", n: 2 }];
    const stores = [wideStore([wide("a", 1, 1)]), wideStore([wide("a", 1, 1)])];
    for (const store of stores) store.applyDelta({ ...at(11), ...nothing, patches: said });
    stores[0]?.applyDelta({ ...at(12), ...nothing, patches: [{ key: "a", m: 2 }] });
    expect(said).toEqual([{ key: "a", n: 2 }]);
  });

  test("while paused waits upon what already waits", () => {
    const store = wideStore([wide("a", 1, 1)]);
    store.setPaused(true);
    store.applyDelta({ ...at(11), ...nothing, patches: [{ key: "a", n: 2 }] });
    store.applyDelta({ ...at(12), ...nothing, patches: [{ key: "a", m: 2 }] });
    expect(store.getRow("a")).toEqual(wide("a", 1, 1));
    store.setPaused(false);
    expect(store.getRow("a")).toEqual(wide("a", 2, 2));
  });
});

describe("who is told", () => {
  test("only the followers of rows that changed", () => {
    const store = storeWith([row("a", 1), row("b", 1)]);
    const [onA, onB] = [vi.fn(), vi.fn()];
    store.subscribeRow("a", onA);
    const stop = store.subscribeRow("b", onB);
    store.applyDelta({ ...at(11), ...nothing, rows: [row("a", 2)] });
    expect([onA.mock.calls.length, onB.mock.calls.length]).toEqual([1, 0]);
    stop();
    store.applyDelta({ ...at(12), ...nothing, rows: [row("b", 2)] });
    expect(onB).not.toHaveBeenCalled();
  });

  test("with each row as it was and as it is", () => {
    const store = storeWith([row("a", 1), row("b", 1)]);
    const told = vi.fn();
    store.subscribe(told);
    store.applyDelta({ ...at(11), ...nothing, rows: [row("a", 2), row("c", 1)], removed: ["b", "gone"] });
    expect(told.mock.calls.map(([changes]) => [...changes])).toEqual([
      [
        ["a", { before: row("a", 1), after: row("a", 2) }],
        ["c", { before: undefined, after: row("c", 1) }],
        ["b", { before: row("b", 1), after: undefined }],
      ],
    ]);
    store.applySnapshot({ rows: [], position: at(20) });
    expect(told).toHaveBeenLastCalledWith(null);
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
  store.applyDelta({ ...at(11), ...nothing, rows: [row("a", 2)] });
  store.applyDelta({ ...at(12), ...nothing, rows: [row("a", 3), row("b", 1)] });
  expect(store.getRow("a")).toEqual(row("a", 1));
  expect(store.getHeldCount()).toBe(2);
  store.setPaused(false);
  expect([...store.getRows().values()]).toEqual([row("a", 3), row("b", 1)]);
  expect(store.getHeldCount()).toBe(0);
});

test("a snapshot that comes while paused, as after a reset, waits too", () => {
  const store = storeWith([row("a", 1), row("b", 1), row("c", 1)]);
  store.setPaused(true);
  store.applyDelta({ ...at(11), ...nothing, rows: [row("a", 2)] });
  store.applySnapshot({ rows: [row("a", 1), row("b", 2), row("d", 1)], position: at(1, "e2") });
  expect([...store.getRows().values()]).toEqual([row("a", 1), row("b", 1), row("c", 1)]);
  expect(store.getHeldCount()).toBe(3);
  store.applyDelta({ ...at(2, "e2"), ...nothing, rows: [row("d", 2)] });
  store.setPaused(false);
  expect([...store.getRows().values()]).toEqual([row("a", 1), row("b", 2), row("d", 2)]);
});

test("a list that is opened while paused shows its first snapshot", () => {
  const store = createRowStore<Row>();
  store.setPaused(true);
  store.applySnapshot({ rows: [row("a", 1)], position: at(10) });
  expect(store.getRow("a")).toEqual(row("a", 1));
});
