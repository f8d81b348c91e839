import { type Db, runQuery } from "./db.ts";
import { Prisma } from "./generated/client.ts";

const batchSize = 5_000;

/**
 * Deletes the rows that are older than `before` by an indexed column, from the oldest on and a batch at a time, each in a transaction of its
 * own: what an hour of load left is more than one statement may take. @returns how many.
 */
export async function deleteOldRows(
  db: Db,
  table: Prisma.Sql,
  column: "processed_at" | "created_at" | "last_at",
  before: Date,
): Promise<number> {
  const age = Prisma.raw(column);
  for (let deleted = 0; ; ) {
    const batch = await runQuery(
      db,
      (prisma) => prisma.$executeRaw`
        DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM ${table} WHERE ${age} < ${before} ORDER BY ${age} LIMIT ${batchSize}))`,
    );
    deleted += batch;
    if (batch < batchSize) return deleted;
  }
}
