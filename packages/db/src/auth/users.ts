import type { StaffRole, UserRole } from "@horizon/contracts/backend";
import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export interface AuthUser {
  readonly id: string;
  readonly kind: "customer" | "staff";
  readonly role: UserRole;
  /** Lower case. */
  readonly email: string;
  /** Of staff alone. */
  readonly name: string | null;
  /** Of customers alone. */
  readonly customerId: string | null;
  readonly emailVerifiedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
}

export type NewAuthUser =
  | { readonly kind: "customer"; readonly email: string; readonly customerId: string }
  | { readonly kind: "staff"; readonly email: string; readonly name: string; readonly role: StaffRole };

export const userColumns = {
  id: true,
  kind: true,
  role: true,
  email: true,
  name: true,
  customerId: true,
  emailVerifiedAt: true,
  disabledAt: true,
  version: true,
  createdAt: true,
} as const satisfies Prisma.AuthUserSelect;

/** The form in which an address is stored and looked for. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** @returns null when the address has an account; then nothing changes. */
export async function createUser(db: Db, user: NewAuthUser): Promise<AuthUser | null> {
  const { kind } = user;
  const data = {
    kind,
    email: normalizeEmail(user.email),
    role: user.kind === "staff" ? user.role : ("customer" as const),
    name: user.kind === "staff" ? user.name : null,
    customerId: user.kind === "customer" ? user.customerId : null,
  };
  const [row] = await runQuery(db, ({ authUser }) =>
    authUser.createManyAndReturn({ data: [data], skipDuplicates: true, select: userColumns }),
  );
  return row ?? null;
}

/** Whatever the case in which the address is written. */
export async function findUserByEmail(db: Db, email: string): Promise<AuthUser | null> {
  return runQuery(db, ({ authUser }) =>
    authUser.findUnique({ where: { email: normalizeEmail(email) }, select: userColumns }),
  );
}

export async function findUser(db: Db, id: string): Promise<AuthUser | null> {
  return runQuery(db, ({ authUser }) => authUser.findUnique({ where: { id }, select: userColumns }));
}

/**
 * Holds the user's row until the transaction ends: everything that changes who they are does so one after another.
 *
 * @throws AppError NOT_FOUND
 */
export async function lockUser(db: Db, id: string): Promise<AuthUser> {
  await runQuery(
    db,
    (prisma) => prisma.$queryRaw`SELECT FROM auth.user_account WHERE id = ${id}::uuid FOR UPDATE`,
  );
  const user = await findUser(db, id);
  if (user === null) throw new AppError("NOT_FOUND", "There is no such user.");
  return user;
}

/** Once: the first time stays. */
export async function markEmailVerified(db: Db, id: string, at: Date): Promise<void> {
  await runQuery(db, ({ authUser }) =>
    authUser.updateMany({ where: { id, emailVerifiedAt: null }, data: { emailVerifiedAt: at } }),
  );
}

export interface StaffUpdate {
  readonly role?: StaffRole;
  readonly disabledAt?: Date | null;
}

/** @returns null when its version is another one by now. */
export async function updateStaff(
  db: Db,
  id: string,
  version: number,
  change: StaffUpdate,
): Promise<AuthUser | null> {
  const [row] = await runQuery(db, ({ authUser }) =>
    authUser.updateManyAndReturn({
      where: { id, version, kind: "staff" },
      data: { ...change, version: { increment: 1 } },
      select: userColumns,
    }),
  );
  return row ?? null;
}

/** Admins who can act, but for `id`. Holds all their rows, so that of two who demote each other the second sees the first. */
export async function countOtherActiveAdmins(db: Db, id: string): Promise<number> {
  const admins = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM auth.user_account WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
  );
  return admins.filter((admin) => admin.id !== id).length;
}

/** Staff, newest first; one row more than `limit` when there are more. */
export async function listStaff(
  db: Db,
  { before, limit }: { readonly before?: PagePosition | undefined; readonly limit: number },
): Promise<AuthUser[]> {
  return runQuery(db, ({ authUser }) =>
    authUser.findMany({
      where: {
        kind: "staff",
        OR: createdBefore(before),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: userColumns,
    }),
  );
}
