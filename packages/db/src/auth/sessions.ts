import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { newestFirst } from "../page-position.ts";

export interface AuthSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  /** How the person proved who they are: `pwd`, `otp`, `rec`. */
  readonly amr: string[];
  /** When a second factor was last shown. */
  readonly stepUpAt: Date | null;
  readonly clientAddress: string;
  readonly userAgent: string;
  readonly revokedAt: Date | null;
}

export type RevocationReason =
  | "logout"
  | "logout_all"
  | "ended_by_user"
  | "refresh_reused"
  | "password_changed"
  | "password_reset"
  | "role_changed"
  | "user_disabled"
  | "enrolled";

const columns = {
  id: true,
  userId: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  amr: true,
  stepUpAt: true,
  clientAddress: true,
  userAgent: true,
  revokedAt: true,
} as const satisfies Prisma.AuthSessionSelect;

export async function createSession(
  db: Db,
  session: Omit<AuthSession, "id" | "lastUsedAt" | "revokedAt">,
): Promise<AuthSession> {
  return runQuery(db, ({ authSession }) =>
    authSession.create({ data: { ...session, lastUsedAt: session.createdAt }, select: columns }),
  );
}

export async function findSession(db: Db, id: string): Promise<AuthSession | null> {
  return runQuery(db, ({ authSession }) => authSession.findUnique({ where: { id }, select: columns }));
}

/** Those that can still be used, newest first. */
export async function listLiveSessions(db: Db, userId: string, now: Date): Promise<AuthSession[]> {
  return runQuery(db, ({ authSession }) =>
    authSession.findMany({
      where: {
        userId,
        revokedAt: null,
        expiresAt: { gt: now },
        refreshTokens: { some: { rotatedAt: null, expiresAt: { gt: now } } },
      },
      orderBy: newestFirst,
      take: 100,
      select: columns,
    }),
  );
}

/** Notes that it was used. One that is gone is no error. */
export async function touchSession(db: Db, id: string, at: Date): Promise<void> {
  await runQuery(db, ({ authSession }) =>
    authSession.updateMany({ where: { id }, data: { lastUsedAt: at } }),
  );
}

/** @returns null when the session has ended. */
export async function recordStepUp(
  db: Db,
  id: string,
  { amr, at }: { readonly amr: string[]; readonly at: Date },
): Promise<AuthSession | null> {
  const [row] = await runQuery(db, ({ authSession }) =>
    authSession.updateManyAndReturn({
      where: { id, revokedAt: null, expiresAt: { gt: at } },
      data: { stepUpAt: at, amr },
      select: columns,
    }),
  );
  return row ?? null;
}

export interface SessionsToEnd {
  readonly userId: string;
  /** Only this one. */
  readonly id?: string;
  /** All but this one. */
  readonly exceptId?: string | undefined;
}

/**
 * Ends live sessions, and puts them on the list of revocations until their last access token has ended.
 *
 * @returns the ids of those that were live.
 */
export async function revokeSessions(
  db: Db,
  { userId, id, exceptId }: SessionsToEnd,
  { reason, at, accessTokenEndsBy }: { reason: RevocationReason; at: Date; accessTokenEndsBy: Date },
): Promise<string[]> {
  const rows = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ id: string }[]>`
      WITH ended AS (
        UPDATE auth.session SET revoked_at = ${at}, revoked_reason = ${reason}
         WHERE user_id = ${userId}::uuid AND revoked_at IS NULL AND expires_at > ${at}
           AND (${id ?? null}::uuid IS NULL OR id = ${id ?? null}::uuid)
           AND (${exceptId ?? null}::uuid IS NULL OR id <> ${exceptId ?? null}::uuid)
        RETURNING id
      ), listed AS (
        INSERT INTO auth.revocation (kind, value, revoked_at, expires_at)
        SELECT 'sid', id::text, ${at}, ${accessTokenEndsBy} FROM ended
      )
      SELECT id::text FROM ended`,
  );
  return rows.map((row) => row.id);
}

/** Whether the user signed in from this address after `since`. */
export async function hasSignedInFrom(
  db: Db,
  { userId, clientAddress, since }: { userId: string; clientAddress: string; since: Date },
): Promise<boolean> {
  const found = await runQuery(db, ({ authSession }) =>
    authSession.findFirst({
      where: { userId, clientAddress, createdAt: { gt: since } },
      select: { id: true },
    }),
  );
  return found !== null;
}
