import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import type { IdPage } from "../id-page.ts";
import { createdBefore, newestFirst } from "../page-position.ts";
import type { PageWish } from "./page-wish.ts";

const columns = {
  id: true,
  customerId: true,
  kind: true,
  bureau: true,
  channel: true,
  state: true,
  requestedOn: true,
  actBy: true,
  placedOn: true,
  endsOn: true,
  endedOn: true,
  documentId: true,
  remindedAt: true,
  version: true,
  createdAt: true,
} as const satisfies Prisma.CustomerProtectionSelect;

type Row = Prisma.CustomerProtectionGetPayload<{ select: typeof columns }>;
type CivilColumn = "requestedOn" | "actBy" | "placedOn" | "endsOn" | "endedOn";

/** A fraud alert, freeze or lift that the customer asked a bureau for. Dates are civil, in the customer's zone. */
export type Protection = Omit<Row, CivilColumn> & { readonly requestedOn: string } & {
  readonly [K in Exclude<CivilColumn, "requestedOn">]: string | null;
};

function toProtection(row: Row): Protection {
  return {
    ...row,
    requestedOn: toCivil(row.requestedOn),
    actBy: toCivil(row.actBy),
    placedOn: toCivil(row.placedOn),
    endsOn: toCivil(row.endsOn),
    endedOn: toCivil(row.endedOn),
  };
}

export type NewProtection = Pick<
  Protection,
  "id" | "customerId" | "kind" | "bureau" | "channel" | "requestedOn" | "actBy" | "documentId" | "createdAt"
>;

export async function createProtection(
  db: Db,
  { requestedOn, actBy, ...protection }: NewProtection,
): Promise<Protection> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerProtection.create({
      data: { ...protection, requestedOn: fromCivil(requestedOn), actBy: fromCivil(actBy) },
      select: columns,
    }),
  );
  return toProtection(row);
}

export async function findProtection(db: Db, id: string): Promise<Protection | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerProtection.findUnique({ where: { id }, select: columns }),
  );
  return row && toProtection(row);
}

/** Newest first, one more than `limit` if there are more. */
export async function listProtections(
  db: Db,
  { customerId, cursor, limit }: PageWish & { readonly customerId: string },
): Promise<Protection[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerProtection.findMany({
      where: {
        customerId,
        OR: createdBefore(cursor),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toProtection);
}

/** Protections in place that end by a day and of which the customer was not told. */
export async function listProtectionsEnding(
  db: Db,
  by: string,
  { afterId, limit }: IdPage,
): Promise<Protection[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerProtection.findMany({
      where: { state: "in_place", endsOn: { lte: fromCivil(by) }, remindedAt: null, id: { gt: afterId } },
      orderBy: { id: "asc" },
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toProtection);
}

export interface ProtectionChange {
  readonly state?: string;
  readonly placedOn?: string;
  readonly endsOn?: string | null;
  readonly endedOn?: string;
  readonly remindedAt?: Date;
}

/** Changes it if it is still of this version. @returns null when somebody was faster. */
export async function changeProtection(
  db: Db,
  { id, version }: Pick<Protection, "id" | "version">,
  { placedOn, endsOn, endedOn, ...change }: ProtectionChange,
): Promise<Protection | null> {
  const [row] = await runQuery(db, (prisma) =>
    prisma.customerProtection.updateManyAndReturn({
      where: { id, version },
      data: {
        ...change,
        placedOn: fromCivil(placedOn),
        endsOn: fromCivil(endsOn),
        endedOn: fromCivil(endedOn),
        version: { increment: 1 },
      },
      select: columns,
    }),
  );
  return row === undefined ? null : toProtection(row);
}
