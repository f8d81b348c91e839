import { expect, test, vi } from "vitest";
import { createAdmissionQueue } from "./admission-queue.ts";

function gate() {
  const open: (() => void)[] = [];
  return {
    wait: () => new Promise<void>((resolve) => open.push(resolve)),
    letOneThrough: () => open.shift()?.(),
    inside: () => open.length,
  };
}
const limits = { concurrency: 2, waitingMax: 5, waitMaxMs: 60_000, refuse: () => new Error("full") };
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("no more than the allowed number run at once, in order of arrival, and the rest is refused", async () => {
  const queue = createAdmissionQueue({ ...limits, waitingMax: 3 });
  const { wait, letOneThrough, inside } = gate();
  const done: number[] = [];
  const runs = Array.from({ length: 7 }, (_, index) =>
    queue.run(wait).then(
      () => done.push(index),
      (error: unknown) => error,
    ),
  );
  await turn();
  expect([queue.running(), queue.waiting(), inside()]).toEqual([2, 3, 2]);
  expect(await runs[5]).toEqual(new Error("full"));
  expect(await runs[6]).toEqual(new Error("full"));

  for (let left = 5; left > 0; left -= 1) {
    letOneThrough();
    await turn();
    expect(inside()).toBe(Math.min(2, left - 1));
  }
  expect(done).toEqual([0, 1, 2, 3, 4]);
  expect([queue.running(), queue.waiting()]).toEqual([0, 0]);
});

test("a failure gives its place to the next", async () => {
  const queue = createAdmissionQueue({ ...limits, concurrency: 1 });
  const failed = queue.run(() => Promise.reject(new Error("broken")));
  const next = queue.run(() => Promise.resolve("fine"));
  await expect(failed).rejects.toThrow("broken");
  expect(await next).toBe("fine");
  expect(queue.running()).toBe(0);
});

test("one whose turn does not come in time is refused; those behind keep their places", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const queue = createAdmissionQueue({ ...limits, concurrency: 1, waitMaxMs: 1_000 });
    const { wait, letOneThrough } = gate();
    const first = queue.run(wait);
    const late = queue.run(wait).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(600);
    const next = queue.run(() => Promise.resolve("next"));
    const last = queue.run(() => Promise.resolve("last"));
    await vi.advanceTimersByTimeAsync(400);
    expect(await late).toEqual(new Error("full"));
    expect([queue.running(), queue.waiting()]).toEqual([1, 2]);
    letOneThrough();
    await first;
    expect(await Promise.all([next, last])).toEqual(["next", "last"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([queue.running(), queue.waiting()]).toEqual([0, 0]);
  } finally {
    vi.useRealTimers();
  }
});
