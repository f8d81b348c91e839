import { type Db, runQuery } from "../db.ts";

/** Removes what has ended and can be of no more use. Sessions stay for `keepSessionsMs` after their end, for the audit's sake. */
export async function purgeAuth(
  db: Db,
  { now, keepSessionsMs, keepThrottlesMs }: { now: Date; keepSessionsMs: number; keepThrottlesMs: number },
): Promise<number> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  return runQuery(db, async (prisma) => {
    const expired = { where: { expiresAt: { lt: before(keepSessionsMs) } } };
    const counts = [
      await prisma.authSession.deleteMany(expired),
      await prisma.authMessage.deleteMany(expired),
      await prisma.authTicket.deleteMany({ where: { expiresAt: { lt: now } } }),
      await prisma.authClientAssertion.deleteMany({ where: { expiresAt: { lt: now } } }),
      await prisma.authRevocation.deleteMany({ where: { expiresAt: { lt: now } } }),
      await prisma.authThrottle.deleteMany({ where: { lastFailureAt: { lt: before(keepThrottlesMs) } } }),
    ];
    return counts.reduce((sum, { count }) => sum + count, 0);
  });
}
