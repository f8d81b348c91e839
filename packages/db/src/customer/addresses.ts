import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { newestFirst } from "../page-position.ts";

export interface NewAddress {
  readonly id: string;
  readonly customerId: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly zone: string;
  readonly proofDocumentId: string | null;
}

export interface Address extends NewAddress {
  readonly current: boolean;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  customerId: true,
  line1: true,
  line2: true,
  city: true,
  state: true,
  postalCode: true,
  zone: true,
  proofDocumentId: true,
  current: true,
  createdAt: true,
} as const satisfies Prisma.CustomerAddressSelect;

const toAddress = (row: Prisma.CustomerAddressGetPayload<{ select: typeof columns }>): Address => ({
  ...row,
  current: row.current === true,
});

/** The new address holds from now on; earlier ones are kept. */
export async function addAddress(db: Db, address: NewAddress, now: Date): Promise<Address> {
  return runQuery(db, async (prisma) => {
    await prisma.customerAddress.updateMany({
      where: { customerId: address.customerId, current: true },
      data: { current: null },
    });
    return toAddress(
      await prisma.customerAddress.create({
        data: { ...address, current: true, createdAt: now },
        select: columns,
      }),
    );
  });
}

/** Null when they have given none. */
export async function findCurrentAddress(db: Db, customerId: string): Promise<Address | null> {
  const row = await runQuery(db, (prisma) =>
    prisma.customerAddress.findFirst({ where: { customerId, current: true }, select: columns }),
  );
  return row === null ? null : toAddress(row);
}

/** Newest first. */
export async function listAddresses(db: Db, customerId: string): Promise<Address[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerAddress.findMany({
      where: { customerId },
      orderBy: newestFirst,
      take: 50,
      select: columns,
    }),
  );
  return rows.map(toAddress);
}
