import { z } from "zod";
import type { Clock } from "../world/clock.ts";
import { createTimerQueue } from "../world/timer-queue.ts";
import type { ProviderHandler } from "./provider-server.ts";
import { readJson } from "./read-json.ts";

export interface BusinessClock extends Clock {
  /** Only forward: what was done stays done. Runs what falls due on the way. */
  advanceMs(ms: number): void;
  /** `GET /` tells the time, `POST /advance` with `{"days": 3}` or `{"ms": 1000}` moves it. */
  handle: ProviderHandler;
  stop(): void;
}

const dayMs = 24 * 60 * 60_000;
const maxDays = 3_660;
const tickMs = 100;
const advanceRequest = z.union([
  z.strictObject({ days: z.number().positive().max(maxDays) }),
  z.strictObject({
    ms: z
      .int()
      .positive()
      .max(maxDays * dayMs),
  }),
]);

/** The date by which the backend does business, so that weeks of law pass in a minute of rehearsal. */
export function createBusinessClock(): BusinessClock {
  let offsetMs = 0;
  const pending = createTimerQueue();
  const now = () => Date.now() + offsetMs;
  function runDue(): void {
    for (let timer = pending.takeDue(now()); timer; timer = pending.takeDue(now())) timer.callback();
  }
  const ticking = setInterval(runDue, tickMs);
  ticking.unref();
  const advanceMs = (ms: number) => {
    offsetMs += ms;
    runDue();
  };
  return {
    now,
    schedule(delayMs, callback) {
      const timer = pending.add(now() + Math.max(0, delayMs), callback);
      return () => {
        timer.cancelled = true;
      };
    },
    advanceMs,
    stop: () => clearInterval(ticking),
    async handle(req, res) {
      res.setHeader("content-type", "application/json");
      if (req.method === "POST" && req.url === "/advance") {
        const parsed = advanceRequest.safeParse(await readJson(req));
        if (!parsed.success) {
          res.statusCode = 400;
          res.end(
            JSON.stringify({ message: `Send {"days": n} or {"ms": n}, n above 0 and at most ten years.` }),
          );
          return;
        }
        advanceMs("days" in parsed.data ? parsed.data.days * dayMs : parsed.data.ms);
      } else if (req.method !== "GET" || req.url !== "/") {
        res.statusCode = 404;
        res.end(JSON.stringify({ message: "GET / or POST /advance" }));
        return;
      }
      res.end(JSON.stringify({ now: new Date(now()).toISOString() }));
    },
  };
}
