import { type Db, runQuery } from "../db.ts";
import type { PasswordRow } from "./passwords.ts";

export type MessageKind =
  | "email_verification"
  | "password_reset"
  | "staff_invitation"
  | "registration_repeated";

export interface NewMessage {
  readonly id: string;
  readonly userId: string;
  readonly kind: MessageKind;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Becomes the account's password when this message's link is used. */
  readonly password?: PasswordRow;
}

export async function createMessage(db: Db, { password, ...message }: NewMessage): Promise<void> {
  const data = { ...message, passwordHash: password?.hash, pepperKeyId: password?.pepperKeyId };
  await runQuery(db, ({ authMessage }) => authMessage.createMany({ data: [data] }));
}

/** How many a user was sent of one kind; more than a few are a nuisance made by someone else. */
export async function countMessages(
  db: Db,
  { userId, kind, since }: { userId: string; kind: MessageKind; since: Date },
): Promise<number> {
  return runQuery(db, ({ authMessage }) =>
    authMessage.count({ where: { userId, kind, createdAt: { gt: since } } }),
  );
}

export interface MessageToWrite {
  readonly id: string;
  readonly kind: MessageKind;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly reads: number;
  readonly user: { readonly id: string; readonly email: string; readonly name: string | null };
}

/** Holds the message's row until the transaction ends. */
export async function lockMessage(db: Db, id: string): Promise<MessageToWrite | null> {
  await runQuery(
    db,
    (prisma) => prisma.$queryRaw`SELECT FROM auth.message WHERE id = ${id}::uuid FOR UPDATE`,
  );
  const row = await runQuery(db, ({ authMessage }) =>
    authMessage.findUnique({
      where: { id },
      select: {
        id: true,
        kind: true,
        expiresAt: true,
        usedAt: true,
        user: { select: { id: true, email: true, name: true } },
        _count: { select: { tokens: true } },
      },
    }),
  );
  if (row === null) return null;
  const { _count, ...message } = row;
  return { ...message, reads: _count.tokens };
}

/** Stores what the link of a mail is known by: its hash. */
export async function createMessageToken(
  db: Db,
  token: { hash: string; messageId: string; createdAt: Date },
): Promise<void> {
  await runQuery(db, ({ authMessageToken }) => authMessageToken.createMany({ data: [token] }));
}

export interface UsedMessage {
  readonly id: string;
  readonly userId: string;
  readonly kind: MessageKind;
  readonly password: PasswordRow | null;
}

/**
 * Uses up the message of a link, with all its links. Of several at once, one gets it.
 *
 * @returns null for a token that is unknown, used, expired or of another kind.
 */
export async function useMessageToken(
  db: Db,
  hash: string,
  { kinds, now }: { kinds: readonly MessageKind[]; now: Date },
): Promise<UsedMessage | null> {
  const token = await findMessageToken(db, hash, { kinds, now });
  if (token === null) return null;
  const [row] = await runQuery(db, ({ authMessage }) =>
    authMessage.updateManyAndReturn({
      where: { id: token.messageId, usedAt: null },
      data: { usedAt: now },
      select: { id: true, userId: true, kind: true, passwordHash: true, pepperKeyId: true },
    }),
  );
  if (row === undefined) return null;
  const { passwordHash, pepperKeyId, ...message } = row;
  const password = passwordHash === null || pepperKeyId === null ? null : { hash: passwordHash, pepperKeyId };
  return { ...message, password };
}

/** Looks without using it up. */
export async function findMessageToken(
  db: Db,
  hash: string,
  { kinds, now }: { kinds: readonly MessageKind[]; now: Date },
): Promise<{ messageId: string; user: { id: string; email: string; name: string | null } } | null> {
  const row = await runQuery(db, ({ authMessageToken }) =>
    authMessageToken.findFirst({
      where: { hash, message: { usedAt: null, expiresAt: { gt: now }, kind: { in: [...kinds] } } },
      select: {
        messageId: true,
        message: { select: { user: { select: { id: true, email: true, name: true } } } },
      },
    }),
  );
  return row === null ? null : { messageId: row.messageId, user: row.message.user };
}

/** Links that are no longer wanted, and passwords of registrations that lost. */
export async function withdrawMessages(
  db: Db,
  userId: string,
  { kinds, at }: { kinds: readonly MessageKind[]; at: Date },
): Promise<void> {
  await runQuery(db, ({ authMessage }) =>
    authMessage.updateMany({
      where: { userId, kind: { in: [...kinds] }, OR: [{ usedAt: null }, { passwordHash: { not: null } }] },
      data: { usedAt: at, passwordHash: null, pepperKeyId: null },
    }),
  );
}
