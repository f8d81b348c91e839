import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { createdBefore, newestFirst } from "../page-position.ts";
import type { PageWish } from "./page-wish.ts";

const columns = {
  id: true,
  kind: true,
  title: true,
  text: true,
  sha256: true,
  usedFrom: true,
  usedTo: true,
  createdBy: true,
  version: true,
  createdAt: true,
} as const satisfies Prisma.SalesMaterialSelect;

type Row = Prisma.SalesMaterialGetPayload<{ select: typeof columns }>;

/** An advertisement or script, word for word. Dates are civil. */
export type SalesMaterial = Omit<Row, "usedFrom" | "usedTo"> & {
  readonly usedFrom: string;
  readonly usedTo: string | null;
};

function toMaterial(row: Row): SalesMaterial {
  return { ...row, usedFrom: toCivil(row.usedFrom), usedTo: toCivil(row.usedTo) };
}

export async function createSalesMaterial(
  db: Db,
  { usedFrom, ...material }: Omit<SalesMaterial, "usedTo" | "version">,
): Promise<SalesMaterial> {
  const row = await runQuery(db, (prisma) =>
    prisma.salesMaterial.create({ data: { ...material, usedFrom: fromCivil(usedFrom) }, select: columns }),
  );
  return toMaterial(row);
}

export async function findSalesMaterial(db: Db, id: string): Promise<SalesMaterial | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.salesMaterial.findUnique({ where: { id }, select: columns }),
  );
  return row && toMaterial(row);
}

/** Newest first, one more than `limit` if there are more; of those in use on a day when it is given. */
export async function listSalesMaterials(
  db: Db,
  { usedOn, cursor, limit }: PageWish & { readonly usedOn: string | undefined },
): Promise<SalesMaterial[]> {
  const on = usedOn === undefined ? undefined : fromCivil(usedOn);
  const rows = await runQuery(db, (prisma) =>
    prisma.salesMaterial.findMany({
      where: {
        AND: [
          on === undefined ? {} : { usedFrom: { lte: on }, OR: [{ usedTo: null }, { usedTo: { gte: on } }] },
          { OR: createdBefore(cursor) },
        ],
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toMaterial);
}

/** @returns null when it was retired before, or somebody was faster. */
export async function retireSalesMaterial(
  db: Db,
  { id, version }: Pick<SalesMaterial, "id" | "version">,
  usedTo: string,
): Promise<SalesMaterial | null> {
  const [row] = await runQuery(db, (prisma) =>
    prisma.salesMaterial.updateManyAndReturn({
      where: { id, version, usedTo: null },
      data: { usedTo: fromCivil(usedTo), version: { increment: 1 } },
      select: columns,
    }),
  );
  return row === undefined ? null : toMaterial(row);
}

/** Removes what was last used before a day. */
export async function purgeSalesMaterials(db: Db, usedBefore: string): Promise<number> {
  const { count } = await runQuery(db, (prisma) =>
    prisma.salesMaterial.deleteMany({ where: { usedTo: { lt: fromCivil(usedBefore) } } }),
  );
  return count;
}
