import { type Db, runQuery } from "../db.ts";

export interface LockedRefreshToken {
  readonly hash: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly expiresAt: Date;
  readonly rotatedAt: Date | null;
  readonly successorSalt: string | null;
  readonly isSuccessorUsed: boolean;
  readonly session: { readonly expiresAt: Date; readonly revokedAt: Date | null };
  readonly isUserDisabled: boolean;
}

export async function createRefreshToken(
  db: Db,
  token: { hash: string; sessionId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await runQuery(db, ({ authRefreshToken }) => authRefreshToken.createMany({ data: [token] }));
}

/** Holds the token and its session until the transaction ends: of those that show it at once, one comes first. */
export async function lockRefreshToken(db: Db, hash: string): Promise<LockedRefreshToken | null> {
  const locked = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<unknown[]>`
      SELECT 1 FROM auth.refresh_token AS token JOIN auth.session ON session.id = token.session_id
       WHERE token.hash = ${hash} FOR UPDATE OF token, session`,
  );
  if (locked.length === 0) return null;
  // Read anew: what the lock waited for may have added a row that its statement does not see.
  const row = await runQuery(db, ({ authRefreshToken }) =>
    authRefreshToken.findUnique({
      where: { hash },
      select: {
        hash: true,
        sessionId: true,
        expiresAt: true,
        rotatedAt: true,
        successorHash: true,
        successorSalt: true,
        session: {
          select: {
            userId: true,
            expiresAt: true,
            revokedAt: true,
            user: { select: { disabledAt: true } },
          },
        },
      },
    }),
  );
  if (row === null) return null;
  const { session, successorHash, ...token } = row;
  return {
    ...token,
    userId: session.userId,
    session,
    isUserDisabled: session.user.disabledAt !== null,
    isSuccessorUsed: successorHash !== null && (await isRotated(db, successorHash)),
  };
}

async function isRotated(db: Db, hash: string): Promise<boolean> {
  const row = await runQuery(db, ({ authRefreshToken }) =>
    authRefreshToken.findUnique({ where: { hash }, select: { rotatedAt: true } }),
  );
  return row !== null && row.rotatedAt !== null;
}

/** Once: of one that was rotated already, the first successor stays. */
export async function markRefreshTokenRotated(
  db: Db,
  hash: string,
  successor: { rotatedAt: Date; successorHash: string; successorSalt: string },
): Promise<void> {
  await runQuery(db, ({ authRefreshToken }) =>
    authRefreshToken.updateMany({ where: { hash, rotatedAt: null }, data: successor }),
  );
}

/** The session of a token, whatever its state. */
export async function findSessionOfRefreshToken(
  db: Db,
  hash: string,
): Promise<{ sessionId: string; userId: string } | null> {
  const row = await runQuery(db, ({ authRefreshToken }) =>
    authRefreshToken.findUnique({
      where: { hash },
      select: { sessionId: true, session: { select: { userId: true } } },
    }),
  );
  return row === null ? null : { sessionId: row.sessionId, userId: row.session.userId };
}
