import type { CustomerStatus } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import type { IdPage } from "../id-page.ts";
import { createdBefore, newestFirst } from "../page-position.ts";
import type { PageWish } from "./page-wish.ts";

/** A customer without what is sealed. */
export interface CustomerRecord {
  readonly id: string;
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly status: CustomerStatus;
  readonly version: number;
  readonly agentUserId: string | null;
  readonly identityVerifiedAt: Date | null;
  readonly suspendedReason: string | null;
  readonly legalHold: boolean;
  readonly ssnOnFile: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = {
  id: true,
  userId: true,
  firstName: true,
  lastName: true,
  status: true,
  version: true,
  agentUserId: true,
  identityVerifiedAt: true,
  suspendedReason: true,
  legalHold: true,
  ssnEncrypted: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.CustomerSelect;

type Row = Prisma.CustomerGetPayload<{ select: typeof columns }>;

function toRecord({ ssnEncrypted, ...row }: Row): CustomerRecord {
  return { ...row, ssnOnFile: ssnEncrypted !== null };
}

/** @throws AppError CONFLICT when the id is taken. */
export async function createCustomer(
  db: Db,
  customer: { id: string; userId: string; firstName: string; lastName: string; now: Date },
): Promise<CustomerRecord> {
  const { now, ...data } = customer;
  const row = await runQuery(db, (prisma) =>
    prisma.customer.create({ data: { ...data, createdAt: now, updatedAt: now }, select: columns }),
  );
  return toRecord(row);
}

/** Null also for one that was disposed of. */
export async function findCustomer(db: Db, id: string): Promise<CustomerRecord | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.customer.findFirst({ where: { id, deletedAt: null }, select: columns }),
  );
  return row === null ? null : toRecord(row);
}

/** Holds the customer's row until the transaction ends: what is decided by it cannot change meanwhile. */
export async function lockCustomer(db: Db, id: string): Promise<CustomerRecord | null> {
  await runQuery(
    db,
    (prisma) => prisma.$queryRaw`SELECT 1 FROM customer.customers WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return findCustomer(db, id);
}

export interface CustomerChange {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly status?: CustomerStatus;
  readonly agentUserId?: string | null;
  readonly identityVerifiedAt?: Date | null;
  readonly suspendedReason?: string | null;
  readonly legalHold?: boolean;
}

/** Changes the row, which the caller has locked, and counts its version up. */
export async function updateCustomer(
  db: Db,
  id: string,
  change: CustomerChange,
  now: Date,
): Promise<CustomerRecord> {
  const row = await runQuery(db, (prisma) =>
    prisma.customer.update({
      where: { id },
      data: { ...change, updatedAt: now, version: { increment: 1 } },
      select: columns,
    }),
  );
  return toRecord(row);
}

export interface CustomerFilter extends PageWish {
  readonly status?: CustomerStatus | undefined;
  /** Those assigned to this agent alone. */
  readonly agentUserId?: string | undefined;
  /** Beginning of a first or last name. */
  readonly name?: string | undefined;
  readonly last4Index?: Uint8Array<ArrayBuffer> | undefined;
}

/** Newest first, one more than `limit` if there are more. */
export async function listCustomers(
  db: Db,
  { status, agentUserId, name, last4Index, cursor, limit }: CustomerFilter,
): Promise<CustomerRecord[]> {
  const beginsWith = { startsWith: name ?? "", mode: "insensitive" } as const;
  const where: Prisma.CustomerWhereInput[] = [{ deletedAt: null }];
  if (status !== undefined) where.push({ status });
  if (agentUserId !== undefined) where.push({ agentUserId });
  if (name !== undefined) where.push({ OR: [{ firstName: beginsWith }, { lastName: beginsWith }] });
  if (last4Index !== undefined) {
    where.push({ blindIndexes: { some: { kind: "ssn_last4", value: last4Index } } });
  }
  if (cursor !== undefined) where.push({ OR: createdBefore(cursor) });
  const rows = await runQuery(db, (prisma) =>
    prisma.customer.findMany({
      where: { AND: where },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toRecord);
}

/** Ids of customers that wait to be served. */
export async function listPendingCustomerIds(db: Db, { afterId, limit }: IdPage): Promise<string[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customer.findMany({
      where: {
        status: "pending",
        deletedAt: null,
        identityVerifiedAt: { not: null },
        contracts: { some: { status: "in_force" } },
        consents: { some: { kind: "report_access", current: true } },
        id: { gt: afterId },
      },
      orderBy: { id: "asc" },
      take: limit,
      select: { id: true },
    }),
  );
  return rows.map(({ id }) => id);
}

/** Ids of customers whose last contract ended before `before`, and who are under no legal hold. */
export async function listDisposableCustomerIds(
  db: Db,
  before: Date,
  { afterId, limit }: IdPage,
): Promise<string[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customer.findMany({
      where: {
        status: { in: ["cancelled", "completed"] },
        deletedAt: null,
        legalHold: false,
        updatedAt: { lt: before },
        contracts: { none: { OR: [{ endedAt: null }, { endedAt: { gte: before } }] } },
        documents: { none: { legalHold: true, status: { not: "deleted" } } },
        id: { gt: afterId },
      },
      orderBy: { id: "asc" },
      take: limit,
      select: { id: true },
    }),
  );
  return rows.map(({ id }) => id);
}

/** Leaves a tombstone: the id and the states stay, the person is gone. The data key is destroyed, and with it all that was sealed. */
export async function disposeCustomer(db: Db, id: string, now: Date): Promise<void> {
  await runQuery(db, async (prisma) => {
    await prisma.customerDataKey.deleteMany({ where: { customerId: id } });
    await prisma.customerBlindIndex.deleteMany({ where: { customerId: id } });
    await prisma.customerAddress.deleteMany({ where: { customerId: id } });
    await prisma.esignChallenge.deleteMany({ where: { customerId: id } });
    await prisma.customerNote.deleteMany({ where: { customerId: id } });
    await prisma.customerTask.deleteMany({ where: { customerId: id } });
    await prisma.customerLink.deleteMany({ where: { OR: [{ customerId: id }, { otherId: id }] } });
    await prisma.lead.deleteMany({ where: { customerId: id } });
    const gone = { typedName: "disposed", clientAddress: "", userAgent: "" };
    await prisma.contractSignature.updateMany({ where: { contract: { customerId: id } }, data: gone });
    await prisma.disclosureDelivery.updateMany({ where: { customerId: id }, data: gone });
    await prisma.customerConsent.updateMany({
      where: { customerId: id },
      data: { clientAddress: "", userAgent: "" },
    });
    await prisma.customerDocument.updateMany({
      where: { customerId: id, status: { not: "deleted" } },
      data: { status: "deleted", deletedAt: now },
    });
    await prisma.customer.update({
      where: { id },
      data: {
        firstName: "disposed",
        lastName: "disposed",
        ssnEncrypted: null,
        ssnLast4Encrypted: null,
        birthDateEncrypted: null,
        suspendedReason: null,
        status: "disposed",
        deletedAt: now,
        updatedAt: now,
        version: { increment: 1 },
      },
    });
  });
}
