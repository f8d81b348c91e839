import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { createdBefore, newestFirst } from "../page-position.ts";
import type { PageWish } from "./page-wish.ts";

const columns = {
  id: true,
  firstName: true,
  lastName: true,
  email: true,
  state: true,
  source: true,
  marketingConsent: true,
  createdAt: true,
  customerId: true,
} as const satisfies Prisma.LeadSelect;

export type Lead = Prisma.LeadGetPayload<{ select: typeof columns }>;

export async function createLead(db: Db, lead: Omit<Lead, "customerId">): Promise<Lead> {
  return runQuery(db, (prisma) => prisma.lead.create({ data: lead, select: columns }));
}

/** Newest first, one more than `limit` if there are more. */
export async function listLeads(db: Db, { cursor, limit }: PageWish): Promise<Lead[]> {
  return runQuery(db, (prisma) =>
    prisma.lead.findMany({
      where: { OR: createdBefore(cursor) },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
}

/** The lead became a customer. One that is unknown, or somebody's already, stays as it is. */
export async function convertLead(db: Db, id: string, customerId: string): Promise<void> {
  await runQuery(db, (prisma) =>
    prisma.lead.updateMany({ where: { id, customerId: null }, data: { customerId } }),
  );
}

/**
 * Forgets those who asked before a day and never became customers. Those of whom a consent to marketing or a call is on record are kept
 * until an earlier one.
 */
export async function purgeLeads(
  db: Db,
  { before, recordsBefore, phoneSource }: { before: Date; recordsBefore: Date; phoneSource: string },
): Promise<number> {
  const { count } = await runQuery(db, (prisma) =>
    prisma.lead.deleteMany({
      where: {
        customerId: null,
        OR: [
          { createdAt: { lt: before }, marketingConsent: false, source: { not: phoneSource } },
          { createdAt: { lt: recordsBefore } },
        ],
      },
    }),
  );
  return count;
}
