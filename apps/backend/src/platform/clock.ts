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

/** Follows a clock that is told over HTTP (`{"now": …}`), for rehearsals in which weeks pass in minutes. */
export async function createRemoteClock(url: string, logger: Logger): Promise<Clock> {
  let offsetMs = 0;
  async function poll(): Promise<void> {
    const { body } = await request(url, { headersTimeout: 1_000, bodyTimeout: 1_000 });
    offsetMs = Date.parse(answer.parse(await body.json()).now) - Date.now();
  }
  await poll();
  const timer = setInterval(() => {
    poll().catch((error: unknown) => logger.warn({ err: error }, "the business clock does not answer"));
  }, pollMs);
  timer.unref();
  return { now: () => new Date(Date.now() + offsetMs), stop: () => clearInterval(timer) };
}
