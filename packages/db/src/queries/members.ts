import type { Role } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { type Db, inTransaction, runQuery } from "../db.ts";
import { memberColumns } from "./member-columns.ts";

export interface Member {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

export interface MemberChange {
  readonly name?: string;
  readonly role?: Role;
  readonly active?: boolean;
}

/** All members, also inactive ones, by name. */
export async function listMembers(db: Db): Promise<Member[]> {
  return runQuery(db, ({ member }) =>
    member.findMany({ select: memberColumns, orderBy: [{ name: "asc" }, { id: "asc" }] }),
  );
}

/** @throws AppError NOT_FOUND */
export async function getMember(db: Db, id: string): Promise<Member> {
  const found = await runQuery(db, ({ member }) =>
    member.findUnique({ where: { id }, select: memberColumns }),
  );
  if (found === null) throw new AppError("NOT_FOUND", "There is no such member.");
  return found;
}

/** Upper and lower case do not matter. Inactive members are found too: look at `active`. */
export async function findMemberByEmail(db: Db, email: string): Promise<Member | null> {
  return runQuery(db, ({ member }) =>
    member.findUnique({ where: { email: normalizeEmail(email) }, select: memberColumns }),
  );
}

/** @throws AppError CONFLICT when the email is taken. */
export async function createMember(db: Db, { email, name, role }: NewMember): Promise<Member> {
  const created = await runQuery(db, ({ member }) =>
    member.createManyAndReturn({
      data: [{ email: normalizeEmail(email), name, role }],
      skipDuplicates: true,
      select: memberColumns,
    }),
  );
  const [row] = created;
  if (row === undefined) throw new AppError("CONFLICT", "There is a member with this email already.");
  return row;
}

/** Creates those who are not there yet and leaves the others as they are. */
export async function seedMembers(db: Db, members: readonly NewMember[]): Promise<void> {
  await runQuery(db, ({ member }) =>
    member.createMany({
      data: members.map(({ email, name, role }) => ({ email: normalizeEmail(email), name, role })),
      skipDuplicates: true,
    }),
  );
}

/**
 * @throws AppError NOT_FOUND; PRECONDITION_FAILED when no active admin would be left, also when two admins demote each
 * other at the same moment.
 */
export async function updateMember(db: Db, id: string, change: MemberChange): Promise<Member> {
  return inTransaction(db, async (tx) => {
    const endsAdmin = change.active === false || (change.role !== undefined && change.role !== "admin");
    if (endsAdmin) await refuseLastAdmin(tx, id);
    const { name, role, active } = change;
    const updated = await runQuery(tx, ({ member }) =>
      member.updateManyAndReturn({ where: { id }, data: { name, role, active }, select: memberColumns }),
    );
    const [row] = updated;
    if (row === undefined) throw new AppError("NOT_FOUND", "There is no such member.");
    return row;
  });
}

/**
 * Makes somebody the admin of an installation that has none: a new member, or the one with this e-mail. Null when there
 * is an active admin already; processes that start at once make one.
 */
export async function ensureFirstAdmin(
  db: Db,
  { email, name }: Omit<NewMember, "role">,
): Promise<Member | null> {
  return inTransaction(db, async (tx) => {
    await runQuery(
      tx,
      (prisma) => prisma.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('ops.first_admin', 0))`,
    );
    const admins = await runQuery(tx, ({ member }) =>
      member.count({ where: { role: "admin", active: true } }),
    );
    if (admins > 0) return null;
    return runQuery(tx, ({ member }) =>
      member.upsert({
        where: { email: normalizeEmail(email) },
        create: { email: normalizeEmail(email), name, role: "admin" },
        update: { role: "admin", active: true },
        select: memberColumns,
      }),
    );
  });
}

async function refuseLastAdmin(tx: Db, id: string): Promise<void> {
  // The lock makes the second of two concurrent demotions see the first one's result.
  const admins = await runQuery(
    tx,
    (prisma) => prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM ops.member WHERE role = 'admin' AND active ORDER BY id FOR UPDATE`,
  );
  if (admins.length === 1 && admins[0]?.id === id) {
    throw new AppError(
      "PRECONDITION_FAILED",
      "This is the last active admin. Make someone else an admin first.",
    );
  }
}

function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}
