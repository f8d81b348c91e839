import type { PerformanceKind } from "@horizon/contracts/backend";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export interface StatementLine {
  readonly id: string;
  readonly performanceId: string;
  readonly kind: PerformanceKind;
  /** Civil date in the customer's zone. */
  readonly completedOn: string;
  /** Null when the price is not known any more. */
  readonly amountCents: number | null;
}

export interface BillingStatement {
  readonly id: string;
  readonly customerId: string;
  readonly contractId: string;
  /** The n-th month of service, and its civil dates. */
  readonly number: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly createdAt: Date;
  readonly lines: readonly StatementLine[];
}

const columns = {
  id: true,
  customerId: true,
  contractId: true,
  number: true,
  firstDay: true,
  lastDay: true,
  createdAt: true,
  lines: {
    select: { id: true, performanceId: true, kind: true, completedOn: true, amountCents: true },
    orderBy: [{ completedOn: "asc" }, { id: "asc" }],
  },
} as const satisfies Prisma.BillingStatementSelect;

type Row = Prisma.BillingStatementGetPayload<{ select: typeof columns }>;

function toStatement(row: Row): BillingStatement {
  return {
    ...row,
    firstDay: toCivil(row.firstDay),
    lastDay: toCivil(row.lastDay),
    lines: row.lines.map(({ kind, completedOn, ...line }) => ({
      ...line,
      kind: kind as PerformanceKind,
      completedOn: toCivil(completedOn),
    })),
  };
}

export type NewStatement = Omit<BillingStatement, "id" | "createdAt" | "lines"> & {
  readonly lines: readonly Omit<StatementLine, "id">[];
};

/** @returns null when the month has its statement. @throws AppError CONFLICT when a performance is on another one. */
export async function createStatement(db: Db, statement: NewStatement): Promise<BillingStatement | null> {
  const { contractId, number, lines, firstDay, lastDay, ...rest } = statement;
  const existing = await runQuery(db, ({ billingStatement }) =>
    billingStatement.findUnique({
      where: { contractId_number: { contractId, number } },
      select: { id: true },
    }),
  );
  if (existing !== null) return null;
  const row = await runQuery(db, ({ billingStatement }) =>
    billingStatement.create({
      data: {
        ...rest,
        contractId,
        number,
        firstDay: fromCivil(firstDay),
        lastDay: fromCivil(lastDay),
        lines: {
          create: lines.map(({ completedOn, ...line }) => ({ ...line, completedOn: fromCivil(completedOn) })),
        },
      },
      select: columns,
    }),
  );
  return toStatement(row);
}

export async function findStatement(db: Db, id: string): Promise<BillingStatement | null> {
  const row = await runQuery(db, ({ billingStatement }) =>
    billingStatement.findUnique({ where: { id }, select: columns }),
  );
  return row && toStatement(row);
}

/** Newest first; one more than `limit` is read by the caller to know whether there are more. */
export async function listStatements(
  db: Db,
  { customerId, after, limit }: { customerId: string; after?: PagePosition | undefined; limit: number },
): Promise<BillingStatement[]> {
  const rows = await runQuery(db, ({ billingStatement }) =>
    billingStatement.findMany({
      where: {
        customerId,
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toStatement);
}

/** Of these performances, those that a statement shows. */
export async function listStatedPerformanceIds(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await runQuery(db, ({ billingStatementLine }) =>
    billingStatementLine.findMany({
      where: { performanceId: { in: [...ids] } },
      select: { performanceId: true },
    }),
  );
  return new Set(rows.map(({ performanceId }) => performanceId));
}
