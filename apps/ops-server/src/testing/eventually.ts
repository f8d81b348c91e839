import { setTimeout as delay } from "node:timers/promises";

const intervalMs = 20;

/** Repeats the check until it passes; throws what it threw last when the deadline is over. */
export async function eventually<T>(check: () => T | Promise<T>, deadlineMs = 30_000): Promise<T> {
  const endMs = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > endMs) throw error;
      await delay(intervalMs);
    }
  }
}
