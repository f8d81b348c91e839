import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";

/** Ids of signed contracts whose window is over. */
export async function listContractsPastWindow(db: Db, now: Date, limit: number): Promise<string[]> {
  return listIds(db, { status: "signed", cancelDeadlineAt: { lte: now } }, limit);
}

/** Ids of signed contracts whose copies were not handed over yet. */
export async function listUndeliveredContracts(db: Db, limit: number): Promise<string[]> {
  return listIds(db, { status: "signed", copiesGivenAt: null, delivery: "electronic" }, limit);
}

/** Ids of offers that nobody took in time. */
export async function listExpiredOffers(db: Db, now: Date, limit: number): Promise<string[]> {
  return listIds(db, { status: "offered", offerExpiresAt: { lte: now } }, limit);
}

async function listIds(db: Db, where: Prisma.CustomerContractWhereInput, limit: number): Promise<string[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerContract.findMany({
      where,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: limit,
      select: { id: true },
    }),
  );
  return rows.map(({ id }) => id);
}
