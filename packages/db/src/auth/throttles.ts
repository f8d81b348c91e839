import { type Db, inTransaction, runQuery } from "../db.ts";

export interface ThrottleRow {
  readonly key: string;
  readonly failures: number;
  readonly lastFailureAt: Date;
  readonly blockedUntil: Date | null;
}

/** Sets the failures under some keys back to none, and takes one off those under others. */
export async function forgiveThrottles(
  db: Db,
  { cleared, lowered }: { readonly cleared: readonly string[]; readonly lowered: readonly string[] },
): Promise<void> {
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      WITH held AS (
        -- In the order in which others hold them, so that two never wait for each other.
        SELECT key FROM auth.throttle WHERE key = ANY (${[...cleared, ...lowered]}::text[]) ORDER BY key FOR UPDATE
      )
      UPDATE auth.throttle
         SET failures = CASE WHEN throttle.key = ANY (${[...cleared]}::text[]) THEN 0 ELSE greatest(0, failures - 1) END,
             blocked_until = CASE WHEN throttle.key = ANY (${[...cleared]}::text[]) THEN NULL ELSE blocked_until END
        FROM held WHERE throttle.key = held.key`,
  );
}

/**
 * Lends the rows of these keys, held until `change` is done, and stores what it gives back. A key without a row comes
 * with no failures. Of those that come at once each sees what the one before it stored.
 */
export async function changeThrottles(
  db: Db,
  keys: readonly string[],
  now: Date,
  change: (rows: ReadonlyMap<string, ThrottleRow>) => readonly ThrottleRow[],
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const rows = await runQuery(tx, async (prisma) => {
      await prisma.$executeRaw`
        INSERT INTO auth.throttle (key, failures, last_failure_at)
        SELECT key, 0, ${now} FROM unnest(${[...keys].sort()}::text[]) AS key ORDER BY key ON CONFLICT DO NOTHING`;
      return prisma.$queryRaw<ThrottleRow[]>`
        SELECT key, failures, last_failure_at AS "lastFailureAt", blocked_until AS "blockedUntil"
          FROM auth.throttle WHERE key = ANY (${[...keys]}::text[]) ORDER BY key FOR UPDATE`;
    });
    const changed = change(new Map(rows.map((row) => [row.key, row])));
    if (changed.length === 0) return;
    await runQuery(
      tx,
      (prisma) => prisma.$executeRaw`
        UPDATE auth.throttle SET failures = new.failures, last_failure_at = new.at, blocked_until = new.until
          FROM unnest(${changed.map(({ key }) => key)}::text[], ${changed.map(({ failures }) => failures)}::int[],
                      ${changed.map((row) => row.lastFailureAt)}::timestamptz[],
                      ${changed.map((row) => row.blockedUntil)}::timestamptz[]) AS new (key, failures, at, until)
         WHERE throttle.key = new.key`,
    );
  });
}
