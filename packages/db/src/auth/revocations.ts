import { type Db, runQuery } from "../db.ts";

export interface Revocation {
  /** Ever larger; transactions that end late may add a smaller one: read some seconds back. */
  readonly seq: number;
  readonly kind: "sid" | "client" | "jti";
  readonly value: string;
  readonly revokedAt: Date;
  readonly expiresAt: Date;
}

export async function createRevocation(
  db: Db,
  revocation: { kind: Revocation["kind"]; value: string; revokedAt: Date; expiresAt: Date },
): Promise<void> {
  await runQuery(db, ({ authRevocation }) => authRevocation.createMany({ data: [revocation] }));
}

/** Those made at `since` or later that still matter, oldest first. */
export async function listRevocations(
  db: Db,
  { since, now, limit }: { since: Date; now: Date; limit: number },
): Promise<Revocation[]> {
  return runQuery(db, async (prisma) =>
    (
      await prisma.$queryRaw<(Omit<Revocation, "seq"> & { seq: bigint })[]>`
          SELECT seq, kind, value, revoked_at AS "revokedAt", expires_at AS "expiresAt" FROM auth.revocation
           WHERE revoked_at >= ${since} AND expires_at > ${now} ORDER BY revoked_at, revocation.seq LIMIT ${limit}`
    ).map((row) => ({ ...row, seq: Number(row.seq) })),
  );
}

/** Whether any of these ids of tokens, sessions or clients was revoked. */
export async function isRevoked(db: Db, values: readonly string[]): Promise<boolean> {
  const found = await runQuery(db, ({ authRevocation }) =>
    authRevocation.findFirst({ where: { value: { in: [...values] } }, select: { seq: true } }),
  );
  return found !== null;
}
