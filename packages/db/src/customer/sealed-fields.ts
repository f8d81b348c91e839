import { type Db, runQuery } from "../db.ts";
import type { IdPage } from "../id-page.ts";

export interface CustomerDataKey {
  readonly customerId: string;
  readonly keyVersion: number;
  readonly keyId: string;
  readonly wrapped: Uint8Array<ArrayBuffer>;
}

/** Texts sealed with the data key of the customer; null for what was never given. */
export interface SealedFields {
  readonly ssnEncrypted: string | null;
  readonly ssnLast4Encrypted: string | null;
  readonly birthDateEncrypted: string | null;
}

const keyColumns = { customerId: true, keyVersion: true, keyId: true, wrapped: true } as const;

/** Null before the first, and after it was destroyed with what it sealed. */
export async function findDataKey(db: Db, customerId: string): Promise<CustomerDataKey | null> {
  return runQuery(db, (prisma) =>
    prisma.customerDataKey.findUnique({ where: { customerId }, select: keyColumns }),
  );
}

/** Stores the first data key of a customer, or one that replaces it. */
export async function putDataKey(db: Db, key: CustomerDataKey, now: Date): Promise<void> {
  const { customerId, ...fields } = key;
  await runQuery(db, (prisma) =>
    prisma.customerDataKey.upsert({
      where: { customerId },
      create: { ...key, createdAt: now },
      update: { ...fields, createdAt: now },
    }),
  );
}

/** Customers whose data key is wrapped by another key than this one. */
export async function listCustomersNotUnderKey(
  db: Db,
  keyId: string,
  { afterId, limit }: IdPage,
): Promise<string[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerDataKey.findMany({
      where: { keyId: { not: keyId }, customerId: { gt: afterId } },
      orderBy: { customerId: "asc" },
      take: limit,
      select: { customerId: true },
    }),
  );
  return rows.map(({ customerId }) => customerId);
}

export async function findSealedFields(db: Db, id: string): Promise<SealedFields | null> {
  return runQuery(db, (prisma) =>
    prisma.customer.findFirst({
      where: { id, deletedAt: null },
      select: { ssnEncrypted: true, ssnLast4Encrypted: true, birthDateEncrypted: true },
    }),
  );
}

/** Stores sealed texts; what is left out stays. */
export async function putSealedFields(db: Db, id: string, fields: Partial<SealedFields>): Promise<void> {
  await runQuery(db, (prisma) =>
    prisma.customer.update({ where: { id }, data: fields, select: { id: true } }),
  );
}

export interface SsnIndexes {
  readonly ssn: Uint8Array<ArrayBuffer>;
  readonly last4: Uint8Array<ArrayBuffer>;
}

/** @throws AppError CONFLICT when another customer has the number. */
export async function putSsnIndexes(db: Db, customerId: string, { ssn, last4 }: SsnIndexes): Promise<void> {
  await runQuery(db, async (prisma) => {
    await prisma.customerBlindIndex.deleteMany({ where: { customerId } });
    await prisma.customerBlindIndex.createMany({
      data: [
        { customerId, kind: "ssn", value: ssn, unique: true },
        { customerId, kind: "ssn_last4", value: last4, unique: null },
      ],
    });
  });
}

/** Notes that a person was shown a whole number. */
export async function recordSsnReveal(
  db: Db,
  reveal: { id: string; userId: string; customerId: string; at: Date },
): Promise<void> {
  await runQuery(db, (prisma) => prisma.ssnReveal.create({ data: reveal }));
}

/** How many numbers a person was shown since then. Holds other reveals of the same person up until the transaction ends. */
export async function countSsnReveals(db: Db, userId: string, since: Date): Promise<number> {
  await runQuery(
    db,
    (prisma) =>
      prisma.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(${`ssn_reveal ${userId}`}, 2))`,
  );
  return runQuery(db, (prisma) => prisma.ssnReveal.count({ where: { userId, at: { gt: since } } }));
}
