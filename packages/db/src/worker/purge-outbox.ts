import type { ServiceSchema } from "@horizon/contracts/backend";
import { serviceTable } from "../backend/service-table.ts";
import { type Db, runQuery } from "../db.ts";

const batchSize = 2_000;

/**
 * Removes events that were appended before `before` and whose every delivery ended, from the oldest on and a batch at a time, each in a
 * transaction of its own. Those that wait for a person are passed over.
 *
 * @returns how many were removed.
 */
export async function purgeOutbox(db: Db, source: ServiceSchema, before: Date): Promise<number> {
  const event = serviceTable(source, "outbox_event");
  let removed = 0;
  for (let after = 0n; ; ) {
    const [batch] = await runQuery(
      db,
      (prisma) => prisma.$queryRaw<{ seen: bigint; last: bigint | null; removed: bigint }[]>`
        WITH oldest AS MATERIALIZED (
          SELECT id, seq FROM ${event} WHERE seq > ${after} ORDER BY seq LIMIT ${batchSize}
        ), old AS MATERIALIZED (
          SELECT oldest.id, oldest.seq FROM oldest JOIN ${event} AS e USING (id) WHERE e.occurred_at < ${before}
        ), removed AS (
          DELETE FROM ${event} AS e USING old
           WHERE e.id = old.id AND NOT EXISTS (
             SELECT FROM ${serviceTable(source, "outbox_delivery")} AS d
              WHERE d.event_id = e.id AND d.state IN ('pending', 'dead'))
          RETURNING 1
        )
        SELECT (SELECT count(*) FROM old) AS seen, (SELECT max(seq) FROM old) AS last, (SELECT count(*) FROM removed) AS removed`,
    );
    removed += Number(batch?.removed ?? 0);
    // Appended in the order of seq, but for a moment: what is younger ends the search.
    if (batch === undefined || batch.last === null || Number(batch.seen) < batchSize) return removed;
    after = batch.last;
  }
}
