import type { Bureau } from "@horizon/contracts/backend";
import { AppError } from "@horizon/errors";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { type Json, toJson } from "../json.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export interface BureauAddress {
  readonly bureau: Bureau;
  readonly name: string;
  readonly address: Json;
  /** Null: nobody has checked it. */
  readonly verifiedOn: string | null;
  readonly version: number;
}

export interface Furnisher {
  readonly id: string;
  readonly name: string;
  readonly address: Json;
  readonly verifiedOn: string | null;
  readonly version: number;
  readonly createdAt: Date;
}

/** An address that somebody checked on a date. */
export interface VerifiedAddress {
  readonly name: string;
  readonly address: Json;
  readonly verifiedOn: string;
  readonly verifiedBy: string;
}

const bureauColumns = { bureau: true, name: true, address: true, verifiedOn: true, version: true } as const;
const furnisherColumns = {
  id: true,
  name: true,
  address: true,
  verifiedOn: true,
  version: true,
  createdAt: true,
} as const satisfies Prisma.CreditFurnisherSelect;

export async function listBureauAddresses(db: Db): Promise<BureauAddress[]> {
  const rows = await runQuery(db, ({ creditBureauAddress }) =>
    creditBureauAddress.findMany({ orderBy: { bureau: "asc" }, select: bureauColumns }),
  );
  return rows.map((row) => ({ ...row, address: row.address as Json, verifiedOn: toCivil(row.verifiedOn) }));
}

/** @throws AppError STALE when it changed since version `expected` was read. */
export async function updateBureauAddress(
  db: Db,
  bureau: Bureau,
  change: VerifiedAddress,
  expected: number,
): Promise<void> {
  const { count } = await runQuery(db, ({ creditBureauAddress }) =>
    creditBureauAddress.updateMany({ where: { bureau, version: expected }, data: toData(change) }),
  );
  if (count === 0) throw new AppError("STALE", "The address changed since you read it.");
}

/** Adds those that are new, by the key of their name. */
export async function addFurnishers(
  db: Db,
  furnishers: readonly { nameKey: string; name: string }[],
): Promise<void> {
  if (furnishers.length === 0) return;
  await runQuery(db, ({ creditFurnisher }) =>
    creditFurnisher.createMany({ data: [...furnishers], skipDuplicates: true }),
  );
}

/** Newest first; `q` is a part of the name, in any case. */
export async function listFurnishers(
  db: Db,
  { q, after, limit }: { q?: string | undefined; after?: PagePosition | undefined; limit: number },
): Promise<Furnisher[]> {
  const rows = await runQuery(db, ({ creditFurnisher }) =>
    creditFurnisher.findMany({
      where: {
        name: q === undefined ? undefined : { contains: q, mode: "insensitive" },
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit,
      select: furnisherColumns,
    }),
  );
  return rows.map(toFurnisher);
}

export async function findFurnisher(db: Db, id: string): Promise<Furnisher | null> {
  const row = await runQuery(db, ({ creditFurnisher }) =>
    creditFurnisher.findUnique({ where: { id }, select: furnisherColumns }),
  );
  return row && toFurnisher(row);
}

/** @throws AppError STALE when it changed since version `expected` was read. */
export async function updateFurnisher(
  db: Db,
  id: string,
  change: VerifiedAddress,
  expected: number,
): Promise<void> {
  const { count } = await runQuery(db, ({ creditFurnisher }) =>
    creditFurnisher.updateMany({ where: { id, version: expected }, data: toData(change) }),
  );
  if (count === 0) throw new AppError("STALE", "The address changed since you read it.");
}

function toData({ verifiedOn, address, ...change }: VerifiedAddress) {
  return {
    ...change,
    address: toJson(address) ?? {},
    verifiedOn: fromCivil(verifiedOn),
    version: { increment: 1 },
  };
}

function toFurnisher(row: Prisma.CreditFurnisherGetPayload<{ select: typeof furnisherColumns }>): Furnisher {
  return { ...row, address: row.address as Json, verifiedOn: toCivil(row.verifiedOn) };
}
