import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { IdPage } from "../id-page.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export type InvoiceState =
  | "draft"
  | "finalized"
  | "past_due"
  | "paid"
  | "uncollectible"
  | "void"
  | "partially_refunded"
  | "refunded"
  | "charged_back";

export interface InvoiceLine {
  readonly id: string;
  readonly performanceId: string;
  readonly description: string;
  readonly amountCents: number;
}

export interface BillingInvoice {
  readonly id: string;
  readonly customerId: string;
  readonly contractId: string;
  readonly state: InvoiceState;
  readonly totalCents: number;
  readonly refundedCents: number;
  readonly version: number;
  /** Civil dates. */
  readonly finalizedOn: string | null;
  readonly nextChargeOn: string | null;
  readonly failedCharges: number;
  readonly questionedAt: Date | null;
  readonly createdAt: Date;
  readonly lines: readonly InvoiceLine[];
}

const columns = {
  id: true,
  customerId: true,
  contractId: true,
  state: true,
  totalCents: true,
  refundedCents: true,
  version: true,
  finalizedOn: true,
  nextChargeOn: true,
  failedCharges: true,
  questionedAt: true,
  createdAt: true,
  lines: {
    select: { id: true, performanceId: true, description: true, amountCents: true },
    orderBy: { id: "asc" },
  },
} as const;

interface Row extends Omit<BillingInvoice, "finalizedOn" | "nextChargeOn"> {
  finalizedOn: Date | null;
  nextChargeOn: Date | null;
}

function toInvoice(row: Row): BillingInvoice {
  return { ...row, finalizedOn: toCivil(row.finalizedOn), nextChargeOn: toCivil(row.nextChargeOn) };
}

export interface NewInvoice {
  readonly customerId: string;
  readonly contractId: string;
  readonly lines: readonly Omit<InvoiceLine, "id">[];
}

/** A draft. @throws AppError CONFLICT when a performance is on another invoice that counts. */
export async function createInvoice(
  db: Db,
  { customerId, contractId, lines }: NewInvoice,
): Promise<BillingInvoice> {
  const totalCents = lines.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const row = await runQuery(db, ({ billingInvoice }) =>
    billingInvoice.create({
      data: { customerId, contractId, totalCents, lines: { create: [...lines] } },
      select: columns,
    }),
  );
  return toInvoice(row);
}

export async function findInvoice(db: Db, id: string): Promise<BillingInvoice | null> {
  const row = await runQuery(db, ({ billingInvoice }) =>
    billingInvoice.findUnique({ where: { id }, select: columns }),
  );
  return row && toInvoice(row);
}

/** Newest first; one more than `limit` is read by the caller to know whether there are more. */
export async function listInvoices(
  db: Db,
  { customerId, after, limit }: { customerId: string; after?: PagePosition | undefined; limit: number },
): Promise<BillingInvoice[]> {
  const rows = await runQuery(db, ({ billingInvoice }) =>
    billingInvoice.findMany({
      where: {
        customerId,
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toInvoice);
}

/** Invoices of a contract that can still change. */
export async function listInvoicesOfContract(db: Db, contractId: string): Promise<BillingInvoice[]> {
  const rows = await runQuery(db, ({ billingInvoice }) =>
    billingInvoice.findMany({ where: { contractId }, orderBy: { id: "asc" }, select: columns }),
  );
  return rows.map(toInvoice);
}

/** Invoices whose next charge is due on this date. */
export async function listInvoicesToCharge(
  db: Db,
  today: string,
  { afterId, limit }: IdPage,
): Promise<BillingInvoice[]> {
  const rows = await runQuery(db, ({ billingInvoice }) =>
    billingInvoice.findMany({
      where: {
        state: { in: ["finalized", "past_due"] },
        nextChargeOn: { lte: fromCivil(today) },
        questionedAt: null,
        payments: { none: { state: { in: ["created", "processing", "requires_action"] } } },
        id: { gt: afterId },
      },
      orderBy: { id: "asc" },
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toInvoice);
}

export interface InvoiceChange {
  readonly state?: InvoiceState;
  readonly finalizedOn?: string;
  readonly nextChargeOn?: string | null;
  readonly failedCharges?: number;
  readonly refundedCents?: number;
  readonly questionedAt?: Date | null;
}

/** Changes it if it is still of this version. @returns null when somebody was faster. */
export async function changeInvoice(
  db: Db,
  { id, version }: Pick<BillingInvoice, "id" | "version">,
  { finalizedOn, nextChargeOn, ...change }: InvoiceChange,
): Promise<BillingInvoice | null> {
  const [row] = await runQuery(db, ({ billingInvoice }) =>
    billingInvoice.updateManyAndReturn({
      where: { id, version },
      data: {
        ...change,
        finalizedOn: fromCivil(finalizedOn),
        nextChargeOn: fromCivil(nextChargeOn),
        version: { increment: 1 },
      },
      select: { id: true },
    }),
  );
  return row === undefined ? null : findInvoice(db, id);
}

/** Frees the performances of a void invoice to be billed anew. */
export async function releaseInvoiceLines(db: Db, invoiceId: string): Promise<void> {
  await runQuery(db, ({ billingInvoiceLine }) =>
    billingInvoiceLine.updateMany({ where: { invoiceId }, data: { released: true } }),
  );
}
