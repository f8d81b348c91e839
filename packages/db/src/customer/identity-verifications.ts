import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { newestFirst } from "../page-position.ts";

const columns = {
  id: true,
  customerId: true,
  status: true,
  documentIds: true,
  createdAt: true,
  decidedAt: true,
  reason: true,
} as const satisfies Prisma.IdentityVerificationSelect;

export type IdentityVerification = Prisma.IdentityVerificationGetPayload<{ select: typeof columns }>;

/** @throws AppError CONFLICT when one waits already. */
export async function createIdentityVerification(
  db: Db,
  verification: {
    id: string;
    customerId: string;
    documentIds: string[];
    requestedBy: string;
    createdAt: Date;
  },
): Promise<IdentityVerification> {
  return runQuery(db, (prisma) =>
    prisma.identityVerification.create({
      data: { ...verification, status: "pending", open: true },
      select: columns,
    }),
  );
}

export async function findIdentityVerification(db: Db, id: string): Promise<IdentityVerification | null> {
  return runQuery(db, (prisma) => prisma.identityVerification.findUnique({ where: { id }, select: columns }));
}

/** Newest first. */
export async function listIdentityVerifications(db: Db, customerId: string): Promise<IdentityVerification[]> {
  return runQuery(db, (prisma) =>
    prisma.identityVerification.findMany({
      where: { customerId },
      orderBy: newestFirst,
      take: 20,
      select: columns,
    }),
  );
}

/** @returns null when it was decided before. */
export async function decideIdentityVerification(
  db: Db,
  id: string,
  decision: { status: "verified" | "failed"; decidedBy: string; decidedAt: Date; reason: string },
): Promise<IdentityVerification | null> {
  const [row] = await runQuery(db, (prisma) =>
    prisma.identityVerification.updateManyAndReturn({
      where: { id, status: "pending" },
      data: { ...decision, open: null },
      select: columns,
    }),
  );
  return row ?? null;
}
