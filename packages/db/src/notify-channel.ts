import { type Db, runQuery } from "./db.ts";

/**
 * Announces `payload`, at most 7,999 bytes, to all who listen to the channel. In a transaction it is sent with the
 * commit, and never without.
 */
export async function notifyChannel(db: Db, channel: string, payload: string): Promise<void> {
  await runQuery(db, (prisma) => prisma.$executeRaw`SELECT pg_notify(${channel}, ${payload})`);
}
