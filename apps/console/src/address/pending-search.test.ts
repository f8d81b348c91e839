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
  const pending = createPendingSearch(write);
  for (const q of ["d", "di", "dis"]) pending.add(new Map([["q", q]]));
  expect(pending.get().get("q")).toBe("dis");
  expect(write).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(write).toHaveBeenCalledExactlyOnceWith(new Map([["q", "dis"]]));
});

test("once the router shows the address, nothing is pending but what was typed since", () => {
  const pending = createPendingSearch(() => {});
  pending.add(new Map([["q", "dis"]]));
  vi.advanceTimersByTime(1000);
  pending.add(new Map([["tab", "logs"]]));
  pending.settle();
  expect([...pending.get()]).toEqual([["tab", "logs"]]);
});
