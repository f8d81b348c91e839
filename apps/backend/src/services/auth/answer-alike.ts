import { setTimeout as delay } from "node:timers/promises";

/** Longer than the work takes when the machine is not busy. */
const leastMs = 60;

/**
 * Answers no sooner than after a fixed time, so that what was done for an address that has an account cannot be told from
 * what was not done for another.
 */
export async function answerAlike<T>(work: () => Promise<T>): Promise<T> {
  const [answer] = await Promise.all([work(), delay(leastMs)]);
  return answer;
}
