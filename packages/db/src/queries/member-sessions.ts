import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { memberColumns } from "./member-columns.ts";
import type { Member } from "./members.ts";

export interface NewMemberSession {
  readonly memberId: string;
  /** How the person came in: `oidc`, `github`, `one-click`. */
  readonly via: string;
  readonly clientAddress: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface MemberSession {
  readonly id: string;
  readonly via: string;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  /** Active or not. */
  readonly member: Member;
}

const columns = {
  id: true,
  via: true,
  seenAt: true,
  expiresAt: true,
  endedAt: true,
  member: { select: memberColumns },
} as const satisfies Prisma.MemberSessionSelect;

/** Resolves with the id, which the person's cookie will name. */
export async function createMemberSession(db: Db, session: NewMemberSession): Promise<string> {
  const { id } = await runQuery(db, ({ memberSession }) =>
    memberSession.create({ data: { ...session, seenAt: session.createdAt }, select: { id: true } }),
  );
  return id;
}

/** Also one that is over: look at its times and at `member.active`. */
export async function findMemberSession(db: Db, id: string): Promise<MemberSession | null> {
  return runQuery(db, ({ memberSession }) => memberSession.findUnique({ where: { id }, select: columns }));
}

/** Notes that somebody used it. */
export async function touchMemberSession(db: Db, id: string, seenAt: Date): Promise<void> {
  await runQuery(db, ({ memberSession }) =>
    memberSession.updateMany({ where: { id, seenAt: { lt: seenAt } }, data: { seenAt } }),
  );
}

/** Ends one session of the member, or all; resolves with how many were open. */
export async function endMemberSessions(
  db: Db,
  { memberId, id, endedAt }: { memberId: string; id?: string; endedAt: Date },
): Promise<number> {
  const { count } = await runQuery(db, ({ memberSession }) =>
    memberSession.updateMany({
      where: { memberId, endedAt: null, expiresAt: { gt: endedAt }, ...(id === undefined ? {} : { id }) },
      data: { endedAt },
    }),
  );
  return count;
}

/** Forgets sessions that expired before; resolves with how many. The audit log keeps who signed in. */
export async function deleteMemberSessions(db: Db, before: Date): Promise<number> {
  const { count } = await runQuery(db, ({ memberSession }) =>
    memberSession.deleteMany({ where: { expiresAt: { lt: before } } }),
  );
  return count;
}
