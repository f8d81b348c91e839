import type { PerformanceKind } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";
import type { IdPage } from "../id-page.ts";

export type PerformanceState = "recorded" | "invoiced" | "paid" | "written_off";

export interface BillingPerformance {
  readonly id: string;
  readonly customerId: string;
  readonly contractId: string;
  readonly lineId: string;
  readonly kind: PerformanceKind;
  readonly subjectId: string;
  readonly completedAt: Date;
  readonly state: PerformanceState;
}

const columns = {
  id: true,
  customerId: true,
  contractId: true,
  lineId: true,
  kind: true,
  subjectId: true,
  completedAt: true,
  state: true,
} as const;

/** The column is text, so that kinds can be added without a migration; only ours are ever written. */
function toPerformance(row: Omit<BillingPerformance, "kind"> & { kind: string }): BillingPerformance {
  return { ...row, kind: row.kind as PerformanceKind };
}

/** Stores what was performed. @returns false when it is known. */
export async function recordPerformance(
  db: Db,
  performance: Omit<BillingPerformance, "state">,
): Promise<boolean> {
  const { count } = await runQuery(db, ({ billingPerformance }) =>
    billingPerformance.createMany({ data: [performance], skipDuplicates: true }),
  );
  return count === 1;
}

/** What can be billed, oldest first. */
export async function listUnbilledPerformances(db: Db, customerId: string): Promise<BillingPerformance[]> {
  const rows = await runQuery(db, ({ billingPerformance }) =>
    billingPerformance.findMany({
      where: { customerId, state: "recorded" },
      orderBy: [{ completedAt: "asc" }, { id: "asc" }],
      select: columns,
    }),
  );
  return rows.map(toPerformance);
}

/** How often each line of a contract was billed. */
export async function countBilledPerformances(db: Db, contractId: string): Promise<Map<string, number>> {
  const rows = await runQuery(db, ({ billingPerformance }) =>
    billingPerformance.groupBy({
      by: ["lineId"],
      where: { contractId, state: { not: "recorded" } },
      _count: { _all: true },
    }),
  );
  return new Map(rows.map(({ lineId, _count }) => [lineId, _count._all]));
}

/** What was performed of a contract before an instant and is on no statement, oldest first. */
export async function listUnstatedPerformances(
  db: Db,
  contractId: string,
  before: Date,
): Promise<BillingPerformance[]> {
  const rows = await runQuery(db, ({ billingPerformance }) =>
    billingPerformance.findMany({
      where: { contractId, completedAt: { lt: before }, statementLine: null },
      orderBy: [{ completedAt: "asc" }, { id: "asc" }],
      select: columns,
    }),
  );
  return rows.map(toPerformance);
}

/** In no order; ids that are none are left out. */
export async function listPerformances(db: Db, ids: readonly string[]): Promise<BillingPerformance[]> {
  const rows = await runQuery(db, ({ billingPerformance }) =>
    billingPerformance.findMany({ where: { id: { in: [...ids] } }, select: columns }),
  );
  return rows.map(toPerformance);
}

/** Customers of whom something was performed and not billed, in the order of their ids, after `afterId`. */
export async function listCustomersToBill(db: Db, { afterId, limit }: IdPage): Promise<string[]> {
  const rows = await runQuery(db, ({ billingPerformance }) =>
    billingPerformance.findMany({
      where: { state: "recorded", ...(afterId === undefined ? {} : { customerId: { gt: afterId } }) },
      distinct: ["customerId"],
      orderBy: { customerId: "asc" },
      take: limit,
      select: { customerId: true },
    }),
  );
  return rows.map(({ customerId }) => customerId);
}

/** Moves performances that are all in `from`. @returns whether all were. */
export async function movePerformances(
  db: Db,
  ids: readonly string[],
  { from, to }: { from: PerformanceState; to: PerformanceState },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ billingPerformance }) =>
    billingPerformance.updateMany({ where: { id: { in: [...ids] }, state: from }, data: { state: to } }),
  );
  return count === ids.length;
}
