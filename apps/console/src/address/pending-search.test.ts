import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPendingSearch } from "./pending-search";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("what is typed is seen at once and written once, with its last value", () => {
  const write = vi.fn();
  const pending = createPendingSearch(write, () => "/here");
  for (const q of ["d", "di", "dis"]) pending.add(new Map([["q", q]]));
  expect(pending.get().get("q")).toBe("dis");
  expect(write).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(write).toHaveBeenCalledExactlyOnceWith(new Map([["q", "dis"]]));
});

test("once the router shows the address, nothing is pending but what was typed since", () => {
  const pending = createPendingSearch(
    () => {},
    () => "/here",
  );
  pending.add(new Map([["q", "dis"]]));
  vi.advanceTimersByTime(1000);
  pending.add(new Map([["tab", "logs"]]));
  pending.settle();
  expect([...pending.get()]).toEqual([["tab", "logs"]]);
});

test("what was typed just before another page was opened is not written into that one", () => {
  let page = "/production/audit";
  const write = vi.fn();
  const pending = createPendingSearch(write, () => page);
  pending.add(new Map([["actor", "Olive"]]));
  page = "/production/changes";
  pending.settle();
  expect([...pending.get()]).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(write).not.toHaveBeenCalled();
  pending.add(new Map([["actor", "Oscar"]]));
  vi.advanceTimersByTime(1000);
  expect(write).toHaveBeenCalledExactlyOnceWith(new Map([["actor", "Oscar"]]));
});
