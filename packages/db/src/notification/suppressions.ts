import { type Db, runQuery } from "../db.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export interface Suppression {
  readonly id: string;
  readonly addressHash: string;
  readonly reason: "bounce" | "complaint" | "unsubscribe";
  readonly scope: "all" | "marketing";
  readonly createdAt: Date;
}

type Row = Omit<Suppression, "reason" | "scope"> & { reason: string; scope: string };
/** The database checks both. */
const toSuppression = (row: Row) => row as Suppression;

/** Suppresses an address; a wider scope replaces a narrower one. */
export async function suppressAddress(
  db: Db,
  { addressHash, reason, scope }: Pick<Suppression, "addressHash" | "reason" | "scope">,
): Promise<void> {
  await runQuery(db, ({ suppression }) =>
    suppression.upsert({
      where: { addressHash },
      create: { addressHash, reason, scope },
      update: scope === "all" ? { reason, scope } : {},
    }),
  );
}

/** By the hash: addresses themselves are not kept here. */
export async function findSuppression(db: Db, addressHash: string): Promise<Suppression | null> {
  const row = await runQuery(db, ({ suppression }) => suppression.findUnique({ where: { addressHash } }));
  return row && toSuppression(row);
}

export async function findSuppressionById(db: Db, id: string): Promise<Suppression | null> {
  const row = await runQuery(db, ({ suppression }) => suppression.findUnique({ where: { id } }));
  return row && toSuppression(row);
}

/** Newest first. */
export async function listSuppressions(
  db: Db,
  { after, limit }: { after?: PagePosition | undefined; limit: number },
): Promise<Suppression[]> {
  const rows = await runQuery(db, ({ suppression }) =>
    suppression.findMany({
      where: {
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit,
    }),
  );
  return rows.map(toSuppression);
}

/** One that is gone is no error. */
export async function liftSuppression(db: Db, id: string): Promise<void> {
  await runQuery(db, ({ suppression }) => suppression.deleteMany({ where: { id } }));
}
