import { type Db, runQuery } from "../db.ts";

export async function createTicket(
  db: Db,
  ticket: { hash: string; userId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await runQuery(db, ({ authTicket }) => authTicket.createMany({ data: [ticket] }));
}

/**
 * Counts a try before it is judged, so that tries at the same moment are counted too.
 *
 * @returns the user, or null for a ticket that is unknown, used, expired, or was tried `attemptsMax` times.
 */
export async function tryTicket(
  db: Db,
  hash: string,
  { now, attemptsMax }: { now: Date; attemptsMax: number },
): Promise<string | null> {
  const [row] = await runQuery(db, ({ authTicket }) =>
    authTicket.updateManyAndReturn({
      where: { hash, usedAt: null, expiresAt: { gt: now }, attempts: { lt: attemptsMax } },
      data: { attempts: { increment: 1 } },
      select: { userId: true },
    }),
  );
  return row?.userId ?? null;
}

/** The user of a ticket that can still be tried. */
export async function findTicketUser(
  db: Db,
  hash: string,
  { now, attemptsMax }: { now: Date; attemptsMax: number },
): Promise<string | null> {
  const row = await runQuery(db, ({ authTicket }) =>
    authTicket.findFirst({
      where: { hash, usedAt: null, expiresAt: { gt: now }, attempts: { lt: attemptsMax } },
      select: { userId: true },
    }),
  );
  return row?.userId ?? null;
}

/** @returns false when it was used already. */
export async function useTicket(db: Db, hash: string, at: Date): Promise<boolean> {
  const { count } = await runQuery(db, ({ authTicket }) =>
    authTicket.updateMany({ where: { hash, usedAt: null }, data: { usedAt: at } }),
  );
  return count === 1;
}

/** A sign-in that was begun with the old password does not go on. */
export async function withdrawTickets(db: Db, userId: string, at: Date): Promise<void> {
  await runQuery(db, ({ authTicket }) =>
    authTicket.updateMany({ where: { userId, usedAt: null }, data: { usedAt: at } }),
  );
}
