import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { ProviderHandler } from "./provider-server.ts";

export interface BusinessClock {
  now(): Date;
  /** Only forward: what was done stays done. */
  advanceMs(ms: number): void;
  /** `GET /` tells the time, `POST /advance` with `{"days": 3}` or `{"ms": 1000}` moves it. */
  handle: ProviderHandler;
}

const dayMs = 24 * 60 * 60_000;
const maxDays = 3_660;
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
  const now = () => new Date(Date.now() + offsetMs);
  const advanceMs = (ms: number) => {
    offsetMs += ms;
  };
  return {
    now,
    advanceMs,
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
      res.end(JSON.stringify({ now: now().toISOString() }));
    },
  };
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
