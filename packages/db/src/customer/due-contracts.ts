import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import type { IdPage } from "../id-page.ts";

/** Ids of signed contracts whose window is over. */
export async function listContractsPastWindow(db: Db, now: Date, page: IdPage): Promise<string[]> {
  return listIds(db, { status: "signed", cancelDeadlineAt: { lte: now } }, page);
}

/** Ids of signed contracts whose copies were not handed over yet. */
export async function listUndeliveredContracts(db: Db, page: IdPage): Promise<string[]> {
  return listIds(db, { status: "signed", copiesGivenAt: null, delivery: "electronic" }, page);
}

/** Ids of offers that nobody took in time. */
export async function listExpiredOffers(db: Db, now: Date, page: IdPage): Promise<string[]> {
  return listIds(db, { status: "offered", offerExpiresAt: { lte: now } }, page);
}

async function listIds(
  db: Db,
  where: Prisma.CustomerContractWhereInput,
  { afterId, limit }: IdPage,
): Promise<string[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerContract.findMany({
      where: { ...where, id: { gt: afterId } },
      orderBy: { id: "asc" },
      take: limit,
      select: { id: true },
    }),
  );
  return rows.map(({ id }) => id);
}
