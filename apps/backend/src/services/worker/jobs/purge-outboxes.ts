import { serviceSchemas } from "@horizon/contracts/backend";
import { purgeOutbox } from "@horizon/db/worker";
import type { WorkerContext } from "../context.ts";

const keptMs = 72 * 60 * 60_000;

/** Delivered events are kept for three days, to look at and to deliver again by hand. */
export async function purgeOutboxes({ db }: WorkerContext): Promise<number> {
  const before = new Date(Date.now() - keptMs);
  let purged = 0;
  for (const source of Object.values(serviceSchemas)) purged += await purgeOutbox(db, source, before);
  return purged;
}
