import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";

export interface TotpFactor {
  readonly id: string;
  readonly userId: string;
  readonly label: string;
  readonly sealedSecret: string;
  readonly createdAt: Date;
  readonly confirmedAt: Date | null;
  readonly lastStep: number | null;
}

const columns = {
  id: true,
  userId: true,
  label: true,
  sealedSecret: true,
  createdAt: true,
  confirmedAt: true,
  lastStep: true,
} as const satisfies Prisma.AuthTotpFactorSelect;

export async function createTotpFactor(
  db: Db,
  factor: Omit<TotpFactor, "confirmedAt" | "lastStep">,
): Promise<void> {
  await runQuery(db, ({ authTotpFactor }) => authTotpFactor.createMany({ data: [factor] }));
}

/** Oldest first, confirmed or not. */
export async function listTotpFactors(db: Db, userId: string): Promise<TotpFactor[]> {
  return runQuery(db, ({ authTotpFactor }) =>
    authTotpFactor.findMany({
      where: { userId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: columns,
    }),
  );
}

/** @returns false when a code of this time step or a later one was taken before. */
export async function useTotpStep(db: Db, id: string, step: number): Promise<boolean> {
  const { count } = await runQuery(db, ({ authTotpFactor }) =>
    authTotpFactor.updateMany({
      where: { id, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
      data: { lastStep: step },
    }),
  );
  return count === 1;
}

/** @returns false when it was confirmed before, or a code of this step was taken. */
export async function confirmTotpFactor(
  db: Db,
  id: string,
  { step, at }: { step: number; at: Date },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ authTotpFactor }) =>
    authTotpFactor.updateMany({
      where: { id, confirmedAt: null },
      data: { confirmedAt: at, lastStep: step },
    }),
  );
  return count === 1;
}

/** Puts the same secret, sealed under another key, in place of the old seal. One that is gone is no error. */
export async function resealTotpSecret(db: Db, id: string, sealedSecret: string): Promise<void> {
  await runQuery(db, ({ authTotpFactor }) =>
    authTotpFactor.updateMany({ where: { id }, data: { sealedSecret } }),
  );
}

/** One that is gone is no error. */
export async function deleteTotpFactor(db: Db, id: string): Promise<void> {
  await runQuery(db, ({ authTotpFactor }) => authTotpFactor.deleteMany({ where: { id } }));
}

/** Enrolments that were begun and not confirmed. */
export async function deleteUnconfirmedTotpFactors(db: Db, userId: string): Promise<void> {
  await runQuery(db, ({ authTotpFactor }) =>
    authTotpFactor.deleteMany({ where: { userId, confirmedAt: null } }),
  );
}
