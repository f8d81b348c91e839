import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@horizon/logger";
import { request } from "undici";
import { z } from "zod";

/** Business time: legal dates, due jobs, holds. Tokens, timeouts and logs keep the system's. */
export interface Clock {
  now(): Date;
  stop(): void;
}

export function createSystemClock(): Clock {
  return { now: () => new Date(), stop: () => undefined };
}

const answer = z.object({ now: z.iso.datetime() });
const pollMs = 500;
/** The whole answer: one that drips is no answer. */
const answerWithinMs = 1_000;
/** Where everything starts at once on two cores, an answer may be late by seconds. */
const defaultFirstAttempts = 20;

/**
 * Follows a clock that is told over HTTP (`{"now": …}`), for rehearsals in which weeks pass in minutes. Throws when it does
 * not answer in the first `firstAttempts` polls; later its last answer is gone on from.
 */
export async function createRemoteClock(
  url: string,
  logger: Logger,
  firstAttempts = defaultFirstAttempts,
): Promise<Clock> {
  let offsetMs = 0;
  async function poll(): Promise<void> {
    const { body } = await request(url, { signal: AbortSignal.timeout(answerWithinMs) });
    offsetMs = Date.parse(answer.parse(await body.json()).now) - Date.now();
  }
  for (let left = firstAttempts - 1; ; left -= 1) {
    try {
      await poll();
      break;
    } catch (error) {
      if (left <= 0) throw error;
      await delay(pollMs);
    }
  }
  const timer = setInterval(() => {
    poll().catch((error: unknown) => logger.warn({ err: error }, "the business clock does not answer"));
  }, pollMs);
  timer.unref();
  return { now: () => new Date(Date.now() + offsetMs), stop: () => clearInterval(timer) };
}
