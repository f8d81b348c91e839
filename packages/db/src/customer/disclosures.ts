import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";

const columns = {
  id: true,
  customerId: true,
  version: true,
  textSha256: true,
  deliveredAt: true,
  acknowledgedAt: true,
  typedName: true,
  documentId: true,
} as const satisfies Prisma.DisclosureDeliverySelect;

export type Disclosure = Prisma.DisclosureDeliveryGetPayload<{ select: typeof columns }>;

export async function createDisclosure(
  db: Db,
  delivery: {
    id: string;
    customerId: string;
    version: string;
    textSha256: string;
    deliveredAt: Date;
    channel: string;
  },
): Promise<Disclosure> {
  return runQuery(db, (prisma) => prisma.disclosureDelivery.create({ data: delivery, select: columns }));
}

export async function findDisclosure(db: Db, id: string): Promise<Disclosure | null> {
  return runQuery(db, (prisma) => prisma.disclosureDelivery.findUnique({ where: { id }, select: columns }));
}

/** The newest handed over in this version, acknowledged ones first. */
export async function findNewestDisclosure(
  db: Db,
  customerId: string,
  version: string,
): Promise<Disclosure | null> {
  return runQuery(db, (prisma) =>
    prisma.disclosureDelivery.findFirst({
      where: { customerId, version },
      orderBy: [{ acknowledgedAt: { sort: "desc", nulls: "last" } }, { deliveredAt: "desc" }, { id: "desc" }],
      select: columns,
    }),
  );
}

/** @returns null when it was acknowledged before. */
export async function acknowledgeDisclosure(
  db: Db,
  id: string,
  evidence: { acknowledgedAt: Date; typedName: string; clientAddress: string; userAgent: string },
): Promise<Disclosure | null> {
  const [row] = await runQuery(db, (prisma) =>
    prisma.disclosureDelivery.updateManyAndReturn({
      where: { id, acknowledgedAt: null },
      data: evidence,
      select: columns,
    }),
  );
  return row ?? null;
}

/** Where the signed copy is kept (15 U.S.C. 1679c(c)). */
export async function setDisclosureDocument(db: Db, id: string, documentId: string): Promise<void> {
  await runQuery(db, (prisma) =>
    prisma.disclosureDelivery.update({ where: { id }, data: { documentId }, select: { id: true } }),
  );
}
