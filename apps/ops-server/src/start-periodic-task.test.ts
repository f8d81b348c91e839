import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startPeriodicTask } from "./start-periodic-task.ts";

describe("startPeriodicTask", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("starts no round while one is running, and asking for one joins it", async () => {
    const first = Promise.withResolvers<void>();
    const work = vi.fn(() => first.promise);
    const task = startPeriodicTask({ intervalMs: 100, work, onError: () => undefined });
    await vi.advanceTimersByTimeAsync(350);
    const joined = task.run();
    expect(work).toHaveBeenCalledTimes(1);
    first.resolve();
    await joined;
    await vi.advanceTimersByTimeAsync(100);
    expect(work).toHaveBeenCalledTimes(2);
    await task.stop();
  });

  it("reports a round that failed and goes on with the next", async () => {
    const failure = new Error("database down");
    const work = vi.fn(async () => {
      throw failure;
    });
    const onError = vi.fn();
    const task = startPeriodicTask({ intervalMs: 100, work, onError });
    await task.run();
    expect(onError).toHaveBeenCalledExactlyOnceWith(failure);
    await vi.advanceTimersByTimeAsync(100);
    expect(work).toHaveBeenCalledTimes(2);
    await task.stop();
  });

  it("tells a round that hangs from rounds that fail, and from one that took its time", async () => {
    const hanging = Promise.withResolvers<void>();
    const work = vi.fn(async () => {
      throw new Error("database down");
    });
    const task = startPeriodicTask({ intervalMs: 100, work, onError: () => undefined });
    await vi.advanceTimersByTimeAsync(1_050);
    expect(task.sinceLastEndMs()).toBe(50);
    work.mockImplementation(() => hanging.promise as Promise<never>);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(task.sinceLastEndMs()).toBe(1_050);
    hanging.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(task.sinceLastEndMs()).toBe(0);
    await task.stop();
  });

  it("stops when the running round has ended, and starts none afterwards", async () => {
    const round = Promise.withResolvers<void>();
    const work = vi.fn(() => round.promise);
    const task = startPeriodicTask({ intervalMs: 100, work, onError: () => undefined });
    await vi.advanceTimersByTimeAsync(100);
    let isStopped = false;
    const stopped = task.stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(500);
    expect(isStopped).toBe(false);
    round.resolve();
    await stopped;
    expect(work).toHaveBeenCalledTimes(1);
  });
});
