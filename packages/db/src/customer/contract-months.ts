import { fromCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { IdPage } from "../id-page.ts";

export interface ClosedMonth {
  readonly id: string;
  readonly contractId: string;
  /** From 1. */
  readonly number: number;
  /** Civil dates in the contract's zone. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly served: boolean;
  readonly createdAt: Date;
}

/** How many months of a contract are closed. */
export async function countClosedMonths(db: Db, contractId: string): Promise<number> {
  return runQuery(db, (prisma) => prisma.contractMonth.count({ where: { contractId } }));
}

/** @throws AppError CONFLICT when the month is closed already. */
export async function closeMonth(db: Db, { firstDay, lastDay, ...month }: ClosedMonth): Promise<void> {
  await runQuery(db, (prisma) =>
    prisma.contractMonth.create({
      data: { ...month, firstDay: fromCivil(firstDay), lastDay: fromCivil(lastDay) },
      select: { id: true },
    }),
  );
}

/**
 * Contracts with a month that may be over: the caller looks at the date in the zone of each. In the order of their ids, after `afterId`.
 *
 * @param today civil date of the zone that is furthest ahead.
 */
export async function listContractsWithMonthOver(
  db: Db,
  { today, afterId, limit }: IdPage & { today: string },
): Promise<{ readonly id: string; readonly customerId: string }[]> {
  return runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ id: string; customerId: string }[]>`
      SELECT c.id, c.customer_id AS "customerId"
        FROM customer.contract c
        CROSS JOIN LATERAL (
          SELECT count(*)::int AS closed, max(last_day) AS last_day
            FROM customer.contract_month WHERE contract_id = c.id
        ) m
       WHERE c.status IN ('in_force', 'completed', 'terminated')
         AND c.service_not_before < ${today}::date
         AND (
           (c.ended_at IS NULL AND c.service_not_before + (m.closed + 1) * interval '1 month' <= ${today}::date)
           OR (c.ended_at AT TIME ZONE c.zone)::date
              BETWEEN GREATEST(c.service_not_before, m.last_day + 1) AND ${today}::date
         )
         AND (${afterId ?? null}::uuid IS NULL OR c.id > ${afterId ?? null}::uuid)
       ORDER BY c.id
       LIMIT ${limit}`,
  );
}

/** When a customer was suspended and resumed, oldest first. */
export async function listSuspensionEvents(
  db: Db,
  customerId: string,
): Promise<{ readonly kind: "suspended" | "resumed"; readonly at: Date }[]> {
  const rows = await runQuery(db, (prisma) =>
    prisma.customerTimelineEntry.findMany({
      where: { customerId, kind: { in: ["customer.suspended", "customer.resumed"] } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      select: { kind: true, at: true },
    }),
  );
  return rows.map(({ kind, at }) => ({
    kind: kind === "customer.suspended" ? ("suspended" as const) : ("resumed" as const),
    at,
  }));
}
