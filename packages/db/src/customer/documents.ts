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
  status: true,
  contentType: true,
  sizeBytes: true,
  sha256: true,
  objectKey: true,
  fault: true,
  retentionClass: true,
  retainUntil: true,
  legalHold: true,
  uploadedBy: true,
  createdAt: true,
  storedAt: true,
} as const satisfies Prisma.CustomerDocumentSelect;

type Row = Prisma.CustomerDocumentGetPayload<{ select: typeof columns }>;
export type CustomerDocument = Omit<Row, "retainUntil"> & { readonly retainUntil: string | null };
export type DocumentKind = Row["kind"];
export type DocumentStatus = Row["status"];

export type NewDocument = Pick<
  CustomerDocument,
  | "id"
  | "customerId"
  | "kind"
  | "status"
  | "contentType"
  | "sizeBytes"
  | "sha256"
  | "objectKey"
  | "retentionClass"
  | "retainUntil"
  | "uploadedBy"
  | "createdAt"
  | "storedAt"
>;

const toDocument = (row: Row): CustomerDocument => ({ ...row, retainUntil: toCivil(row.retainUntil) });

/** @throws AppError CONFLICT when another document has its object. */
export async function createDocument(db: Db, document: NewDocument): Promise<CustomerDocument> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerDocument.create({
      data: { ...document, retainUntil: fromCivil(document.retainUntil) },
      select: columns,
    }),
  );
  return toDocument(row);
}

export async function findDocument(db: Db, id: string): Promise<CustomerDocument | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerDocument.findFirst({ where: { id, status: { not: "deleted" } }, select: columns }),
  );
  return row === null ? null : toDocument(row);
}

/** Holds the row until the transaction ends. */
export async function lockDocument(db: Db, id: string): Promise<CustomerDocument | null> {
  await runQuery(
    db,
    (prisma) => prisma.$queryRaw`SELECT 1 FROM customer.customer_document WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return findDocument(db, id);
}

/** What is left out stays as it is; null clears. @throws AppError NOT_FOUND */
export async function updateDocument(
  db: Db,
  id: string,
  change: {
    status?: DocumentStatus;
    fault?: string | null;
    sizeBytes?: number;
    sha256?: string;
    objectKey?: string;
    retentionClass?: CustomerDocument["retentionClass"];
    retainUntil?: string | null;
    legalHold?: boolean;
    storedAt?: Date;
    deletedAt?: Date;
  },
): Promise<CustomerDocument> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerDocument.update({
      where: { id },
      data: { ...change, retainUntil: fromCivil(change.retainUntil) },
      select: columns,
    }),
  );
  return toDocument(row);
}

/** Newest first, one more than `limit` if there are more. */
export async function listDocuments(
  db: Db,
  { customerId, cursor, limit }: PageWish & { readonly customerId: string },
): Promise<CustomerDocument[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerDocument.findMany({
      where: {
        customerId,
        status: { not: "deleted" },
        OR: createdBefore(cursor),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toDocument);
}

/** Which of these are stored documents of this customer. */
export async function listStoredDocumentIds(db: Db, customerId: string, ids: string[]): Promise<string[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerDocument.findMany({
      where: { customerId, id: { in: ids }, status: "stored" },
      select: { id: true },
    }),
  );
  return rows.map(({ id }) => id);
}

/** Uploads that were announced before then and never completed. */
export async function listAbandonedUploads(
  db: Db,
  before: Date,
  { afterId, limit }: IdPage,
): Promise<CustomerDocument[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerDocument.findMany({
      where: { status: "pending", createdAt: { lt: before }, id: { gt: afterId } },
      orderBy: { id: "asc" },
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toDocument);
}

/** All that still have an object. */
export async function listKeptDocuments(db: Db, customerId: string): Promise<CustomerDocument[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerDocument.findMany({ where: { customerId, status: { not: "deleted" } }, select: columns }),
  );
  return rows.map(toDocument);
}

/** Documents that are no evidence, of customers who left before `before`, under no legal hold. */
export async function listUnneededDocuments(
  db: Db,
  before: Date,
  { afterId, limit }: IdPage,
): Promise<CustomerDocument[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerDocument.findMany({
      where: {
        retentionClass: "customer",
        status: { in: ["stored", "quarantined", "rejected"] },
        legalHold: false,
        customer: {
          status: { in: ["cancelled", "completed"] },
          legalHold: false,
          updatedAt: { lt: before },
        },
        id: { gt: afterId },
      },
      orderBy: { id: "asc" },
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toDocument);
}
