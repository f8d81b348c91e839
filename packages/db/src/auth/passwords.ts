import { type Db, runQuery } from "../db.ts";

/** A PHC string, and the id of the key whose pepper went in before. */
export interface PasswordRow {
  readonly hash: string;
  readonly pepperKeyId: string;
}

/** The hash with the pepper that it was made with; null for a user who has set none. */
export async function findPassword(db: Db, userId: string): Promise<PasswordRow | null> {
  return runQuery(db, ({ authPassword }) =>
    authPassword.findUnique({ where: { userId }, select: { hash: true, pepperKeyId: true } }),
  );
}

/** The user's only password from now on. */
export async function storePassword(
  db: Db,
  userId: string,
  { hash, pepperKeyId }: PasswordRow,
  at: Date,
): Promise<void> {
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO auth.password (user_id, hash, pepper_key_id, changed_at)
      VALUES (${userId}::uuid, ${hash}, ${pepperKeyId}, ${at})
      ON CONFLICT (user_id) DO UPDATE
        SET hash = excluded.hash, pepper_key_id = excluded.pepper_key_id, changed_at = excluded.changed_at`,
  );
}

/** Same password, hashed anew; does nothing when it was changed in the meantime. */
export async function rehashPassword(
  db: Db,
  userId: string,
  old: PasswordRow,
  { hash, pepperKeyId }: PasswordRow,
): Promise<void> {
  await runQuery(db, ({ authPassword }) =>
    authPassword.updateMany({ where: { userId, hash: old.hash }, data: { hash, pepperKeyId } }),
  );
}
