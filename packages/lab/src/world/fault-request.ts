import { z } from "zod";
import type { Faults } from "../kubernetes/api/faults.ts";

/** Faults to turn on or off; what is absent stays as it is. */
export const faultRequest = z
  .object({
    down: z.boolean(),
    slowMs: z.number().int().min(0).max(600_000),
    unauthorized: z.boolean(),
    throttled: z.boolean(),
    forbid: z.string().nullable(),
    haltWatches: z.union([z.boolean(), z.literal("all")]),
    expireHistory: z.union([z.literal("stream"), z.literal("response")]),
    dropConnections: z.literal(true),
  })
  .partial()
  .strict();

/** Turns faults on or off and answers with what is on now. `haltWatches: "all"` includes watches yet to be opened. */
export function applyFaults(faults: Faults, request: z.infer<typeof faultRequest>): object {
  const { down, slowMs, unauthorized, throttled, forbid, haltWatches, expireHistory, dropConnections } =
    request;
  if (down !== undefined) faults.down(down);
  if (slowMs !== undefined) faults.slow(slowMs);
  if (unauthorized !== undefined) faults.unauthorized(unauthorized);
  if (throttled !== undefined) faults.throttle(throttled);
  if (forbid !== undefined) faults.forbid(forbid);
  if (haltWatches !== undefined)
    faults.haltWatches(haltWatches !== false, { includeNew: haltWatches === "all" });
  if (expireHistory !== undefined) faults.expireHistory({ answer: expireHistory });
  if (dropConnections) faults.dropConnections();
  return { faults: faults.state() };
}
