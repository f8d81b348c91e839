import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";
import { memberColumns } from "./member-columns.ts";
import type { Member } from "./members.ts";

/** An account at an identity provider; the subject never changes and is never given to somebody else. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** The member, active or not, who signs in with this account. */
export async function findMemberByIdentity(db: Db, { issuer, subject }: Identity): Promise<Member | null> {
  const found = await runQuery(db, ({ memberIdentity }) =>
    memberIdentity.findUnique({
      where: { issuer_subject: { issuer, subject } },
      select: { member: { select: memberColumns } },
    }),
  );
  return found?.member ?? null;
}

/** Null: the member has not signed in through an identity provider yet. */
export async function findIdentity(db: Db, memberId: string): Promise<Identity | null> {
  return runQuery(db, ({ memberIdentity }) =>
    memberIdentity.findUnique({ where: { memberId }, select: { issuer: true, subject: true } }),
  );
}

/** @throws AppError CONFLICT when the member has an account or the account a member, also since it was last looked. */
export async function linkIdentity(
  db: Db,
  memberId: string,
  { issuer, subject }: Identity,
  linkedAt: Date,
): Promise<void> {
  const { count } = await runQuery(db, ({ memberIdentity }) =>
    memberIdentity.createMany({ data: [{ memberId, issuer, subject, linkedAt }], skipDuplicates: true }),
  );
  if (count === 0) throw new AppError("CONFLICT", "This member or this account is linked already.");
}

/** The next account that proves the member's e-mail is linked anew. */
export async function unlinkIdentity(db: Db, memberId: string): Promise<void> {
  await runQuery(db, ({ memberIdentity }) => memberIdentity.deleteMany({ where: { memberId } }));
}
