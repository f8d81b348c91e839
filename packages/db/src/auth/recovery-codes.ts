import { type Db, runQuery } from "../db.ts";

/** Puts new codes in place of all old ones. In a transaction. */
export async function replaceRecoveryCodes(
  db: Db,
  userId: string,
  hashes: readonly string[],
  at: Date,
): Promise<void> {
  await runQuery(db, async ({ authRecoveryCode }) => {
    await authRecoveryCode.deleteMany({ where: { userId } });
    await authRecoveryCode.createMany({ data: hashes.map((hash) => ({ hash, userId, createdAt: at })) });
  });
}

/** @returns false for a code that is not the user's, or was used before. */
export async function useRecoveryCode(db: Db, userId: string, hash: string, at: Date): Promise<boolean> {
  const { count } = await runQuery(db, ({ authRecoveryCode }) =>
    authRecoveryCode.updateMany({ where: { userId, hash, usedAt: null }, data: { usedAt: at } }),
  );
  return count === 1;
}

/** Those that are left: not used yet. */
export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  return runQuery(db, ({ authRecoveryCode }) => authRecoveryCode.count({ where: { userId, usedAt: null } }));
}
