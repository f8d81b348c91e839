import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { newestFirst } from "../page-position.ts";

const columns = {
  id: true,
  customerId: true,
  otherId: true,
  kind: true,
  createdAt: true,
} as const satisfies Prisma.CustomerLinkSelect;

export type CustomerLink = Prisma.CustomerLinkGetPayload<{ select: typeof columns }>;

/** In either order the same pair. @throws AppError CONFLICT when the two are linked. */
export async function createLink(
  db: Db,
  link: {
    id: string;
    customers: readonly [string, string];
    kind: string;
    createdBy: string;
    createdAt: Date;
  },
): Promise<CustomerLink> {
  const { customers, ...rest } = link;
  const [customerId = "", otherId = ""] = [...customers].sort();
  return runQuery(db, (prisma) =>
    prisma.customerLink.create({ data: { ...rest, customerId, otherId }, select: columns }),
  );
}

/** Of which they are either side: the last 20, the newest first. */
export async function listLinks(db: Db, customerId: string): Promise<CustomerLink[]> {
  return runQuery(db, (prisma) =>
    prisma.customerLink.findMany({
      where: { OR: [{ customerId }, { otherId: customerId }] },
      orderBy: newestFirst,
      take: 20,
      select: columns,
    }),
  );
}
