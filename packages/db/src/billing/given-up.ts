import { type Db, runQuery } from "../db.ts";
import { Prisma } from "../generated/client.ts";
import type { IdPage } from "../id-page.ts";

/**
 * Payments of which nobody will ask the provider any more: they are as they were created, and the event that stands for the wish was
 * skipped. By id.
 */
export async function listGivenUpPayments(db: Db, page: IdPage): Promise<{ id: string }[]> {
  return listGivenUp(db, Prisma.sql`billing.payment`, "payment.requested.v1", page);
}

/** As `listGivenUpPayments`, for refunds. */
export async function listGivenUpRefunds(db: Db, page: IdPage): Promise<{ id: string }[]> {
  return listGivenUp(db, Prisma.sql`billing.refund`, "refund.requested.v1", page);
}

async function listGivenUp(
  db: Db,
  table: Prisma.Sql,
  eventType: string,
  { afterId, limit }: IdPage,
): Promise<{ id: string }[]> {
  const after = afterId ?? null;
  return runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ id: string }[]>`
      SELECT wish.id FROM ${table} AS wish
       WHERE wish.state = 'created' AND (${after}::uuid IS NULL OR wish.id > ${after}::uuid)
         AND NOT EXISTS (
           SELECT FROM billing.outbox_event AS e JOIN billing.outbox_delivery AS d ON d.event_id = e.id
            WHERE e.aggregate_id = wish.id AND e.type = ${eventType} AND d.state IN ('pending', 'dead'))
       ORDER BY wish.id LIMIT ${limit}`,
  );
}
